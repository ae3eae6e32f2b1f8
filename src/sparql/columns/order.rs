//! stub
use crate::sparql::terms::Terms;
use crate::store::dictionary::TermId;
pub(super) fn sorted<E>(
    keys: &[(Vec<TermId>, bool)],
    rows: usize,
    limit: Option<usize>,
    terms: &Terms,
    look: &mut dyn FnMut() -> Result<(), E>,
) -> Result<Vec<u32>, E> {
    look()?;
    let mut r: Vec<u32> = (0..rows as u32).collect();
    let keys: Vec<(Vec<String>, bool)> = keys
        .iter()
        .map(|(k, d)| {
            (k.iter().map(|t| if *t == 0 { String::new() } else { terms.term(*t).to_string() }).collect(), *d)
        })
        .collect();
    r.sort_by(|a, b| {
        for (k, d) in &keys {
            let o = k[*a as usize].cmp(&k[*b as usize]);
            let o = if *d { o.reverse() } else { o };
            if o.is_ne() {
                return o;
            }
        }
        std::cmp::Ordering::Equal
    });
    r.truncate(limit.unwrap_or(rows));
    Ok(r)
}
