//! Content negotiation (RFC 9110, 12.5.1): which of what we can send does the client want most?

use axum::http::HeaderMap;
use axum::http::header::ACCEPT;

use super::problem::Problem;

/// What can be sent: a media type, and further types that mean it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Offer<T> {
    pub(super) media: &'static str,
    pub(super) also: &'static [&'static str],
    pub(super) what: T,
}

impl<T> Offer<T> {
    pub(super) const fn new(media: &'static str, also: &'static [&'static str], what: T) -> Self {
        Self { media, also, what }
    }
}

/// The offer that the client wants most: by weight, then by how precisely it was named, then by our order. The first if the client
/// does not say, none if it wants none of them.
pub(super) fn choose<'o, T>(headers: &HeaderMap, offers: &'o [Offer<T>]) -> Option<&'o Offer<T>> {
    let ranges = ranges(headers);
    if ranges.is_empty() {
        return offers.first();
    }
    let mut best = None;
    for offer in offers {
        let media = std::iter::once(&offer.media).chain(offer.also);
        // The most precise range decides the weight of a type; of the types that mean an offer, the most wanted does.
        let wanted = media
            .filter_map(|media| ranges.iter().filter(|range| range.fits(media)).max_by_key(|range| range.precision))
            .map(|range| (range.weight, range.precision))
            .max();
        if let Some(wanted) = wanted.filter(|(weight, _)| *weight > 0)
            && best.is_none_or(|(most, _)| wanted > most)
        {
            best = Some((wanted, offer));
        }
    }
    best.map(|(_, offer)| offer)
}

/// Whether the client wants a page, where there is one and JSON, which is for who does not say.
pub(super) fn wants_page(headers: &HeaderMap) -> Result<bool, Problem> {
    const OFFERS: [Offer<bool>; 2] =
        [Offer::new("application/json", &[], false), Offer::new("text/html", &["application/xhtml+xml"], true)];
    let offer = choose(headers, &OFFERS);
    Ok(offer.ok_or_else(|| Problem::not_acceptable(OFFERS.map(|offer| offer.media)))?.what)
}

/// Whether the client names HTML, as a browser that opens a page does.
pub(super) fn wants_html(headers: &HeaderMap) -> bool {
    ranges(headers).iter().any(|range| range.weight > 0 && range.kind == "text" && range.subtype == "html")
}

struct Range {
    kind: String,
    subtype: String,
    /// Thousandths.
    weight: u16,
    precision: u8,
}

impl Range {
    fn fits(&self, media: &str) -> bool {
        let (kind, subtype) = media.split_once('/').unwrap_or((media, ""));
        (self.kind == "*" || self.kind == kind) && (self.subtype == "*" || self.subtype == subtype)
    }
}

fn ranges(headers: &HeaderMap) -> Vec<Range> {
    let values = headers.get_all(ACCEPT).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).filter_map(range).collect()
}

fn range(text: &str) -> Option<Range> {
    let mut parts = text.split(';').map(str::trim);
    let (kind, subtype) = parts.next()?.split_once('/')?;
    let mut weight = 1000;
    for part in parts {
        if let Some((name, value)) = part.split_once('=')
            && name.trim().eq_ignore_ascii_case("q")
        {
            weight = thousandths(value.trim())?;
        }
    }
    let precision = u8::from(kind != "*") + u8::from(subtype != "*");
    Some(Range { kind: kind.to_ascii_lowercase(), subtype: subtype.to_ascii_lowercase(), weight, precision })
}

/// "0.85" as 850.
fn thousandths(text: &str) -> Option<u16> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let whole: u16 = whole.parse().ok().filter(|whole| *whole <= 1)?;
    if fraction.len() > 3 || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let fraction: u16 = format!("{fraction:0<3}").parse().ok()?;
    Some((whole * 1000 + fraction).min(1000))
}

#[cfg(test)]
mod tests {
    use super::*;

    const OFFERS: [Offer<u8>; 3] = [
        Offer::new("application/sparql-results+json", &["application/json"], 0),
        Offer::new("text/csv", &[], 1),
        Offer::new("text/html", &[], 2),
    ];

    fn chosen(accept: &str) -> Option<u8> {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, accept.parse().unwrap());
        choose(&headers, &OFFERS).map(|offer| offer.what)
    }

    #[test]
    fn weight_then_precision_then_order() {
        assert_eq!(choose(&HeaderMap::new(), &OFFERS).unwrap().what, 0);
        assert_eq!(chosen("*/*"), Some(0));
        assert_eq!(chosen("application/json"), Some(0));
        assert_eq!(chosen("text/csv;q=0.8, application/json;q=0.9"), Some(0));
        assert_eq!(chosen("text/csv;q=0.95, application/json;q=0.9"), Some(1));
        assert_eq!(chosen("text/html,application/xhtml+xml,*/*;q=0.8"), Some(2));
        assert_eq!(chosen("*/*, text/html"), Some(2));
        assert_eq!(chosen("text/*"), Some(1));
        assert_eq!(chosen("TEXT/CSV; header=present"), Some(1));
    }

    #[test]
    fn what_is_excluded_is_not_sent() {
        assert_eq!(chosen("image/png"), None);
        assert_eq!(chosen("text/csv;q=0"), None);
        assert_eq!(chosen("text/*, text/csv;q=0"), Some(2));
        assert_eq!(chosen("text/csv;q=2"), chosen("nothing"));
    }
}
