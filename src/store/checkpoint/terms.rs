//! The dictionary as a Parquet file.

use std::path::Path;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, RecordBatch, StringArray, StringBuilder, UInt32Array};
use arrow::datatypes::{DataType, Field, Schema};
use rayon::prelude::*;

use super::parquet_file::{BATCH, column};
use crate::store::StoreError;
use crate::store::dictionary::{Dictionary, TermId, Texts};
use crate::store::inline::{self, INLINE};
use crate::store::term::{Kind, Parts};

pub(super) fn schema() -> Arc<Schema> {
    Arc::new(Schema::new(vec![
        Field::new("id", DataType::UInt32, false),
        Field::new("kind", DataType::Utf8, false),
        Field::new("value", DataType::Utf8, false),
        Field::new("datatype", DataType::Utf8, true),
        Field::new("language", DataType::Utf8, true),
        Field::new("direction", DataType::Utf8, true),
    ]))
}

/// Every term of the dictionary, then `inline`: the values that stand for themselves in the quads, for those who join the files.
pub(super) fn batches<'a>(
    dictionary: &'a Dictionary,
    inline: &'a [TermId],
) -> impl Iterator<Item = Vec<ArrayRef>> + use<'a> {
    let kept = TermId::try_from(dictionary.len()).expect("ids are u32");
    let mut ids = (1..=kept).chain(inline.iter().copied());
    std::iter::from_fn(move || {
        let ids: Vec<TermId> = ids.by_ref().take(BATCH).collect();
        (!ids.is_empty()).then(|| batch(dictionary, ids))
    })
}

fn batch(dictionary: &Dictionary, ids: Vec<TermId>) -> Vec<ArrayRef> {
    let mut texts: [StringBuilder; 5] = std::array::from_fn(|_| StringBuilder::new());
    for &id in &ids {
        let bytes = dictionary.bytes(id);
        let parts = Parts::of(&bytes).expect("the dictionary holds only what it encoded");
        let [kind, value, datatype, language, direction] = &mut texts;
        kind.append_value(parts.kind.name());
        value.append_value(parts.value);
        datatype.append_option(parts.datatype);
        language.append_option(parts.language);
        direction.append_option(parts.direction);
    }
    let mut columns: Vec<ArrayRef> = vec![Arc::new(UInt32Array::from(ids))];
    columns.extend(texts.into_iter().map(|mut text| Arc::new(text.finish()) as ArrayRef));
    columns
}

/// The dictionary that a file's `groups` hold.
pub(super) fn read<G>(groups: Vec<G>, path: &Path) -> Result<Dictionary, StoreError>
where
    G: Iterator<Item = Result<RecordBatch, StoreError>> + Send,
{
    let read: Vec<Group> = groups.into_par_iter().map(|group| Group::read(group, path)).collect::<Result<_, _>>()?;
    let mut all = Texts::default();
    for Group { first, texts } in read {
        if texts.len() > 0 && first as usize != all.len() + 1 {
            let reason = format!("term {first} stands where {} should", all.len() + 1);
            return Err(StoreError::Damaged { path: path.to_owned(), reason });
        }
        all.append(texts);
    }
    Ok(Dictionary::of_different(all))
}

/// The terms of a group, whose numbers go on from `first`.
struct Group {
    first: TermId,
    texts: Texts,
}

impl Group {
    fn read(batches: impl Iterator<Item = Result<RecordBatch, StoreError>>, path: &Path) -> Result<Self, StoreError> {
        let mut read = Self { first: 0, texts: Texts::default() };
        let mut value_bytes = Vec::new();
        for batch in batches {
            let batch = batch?;
            let ids: &UInt32Array = column(&batch, "id", path)?;
            let text = |name| column::<StringArray>(&batch, name, path);
            let (kind, value) = (text("kind")?, text("value")?);
            let optional = [text("datatype")?, text("language")?, text("direction")?];
            for (at, &id) in ids.values().iter().enumerate() {
                let [datatype, language, direction] = optional.map(|texts| texts.is_valid(at).then(|| texts.value(at)));
                let direction = direction.map(|direction| if direction == "rtl" { "rtl" } else { "ltr" });
                let value = value.value(at).into();
                let parts = Kind::of(kind.value(at)).map(|kind| Parts { kind, value, datatype, language, direction });
                if parts.and_then(|parts| read.take(id, &parts, &mut value_bytes)).is_none() {
                    let what = if id & INLINE == 0 { "term" } else { "value" };
                    let reason = format!("{what} {id} is not what its number says");
                    return Err(StoreError::Damaged { path: path.to_owned(), reason });
                }
            }
        }
        Ok(read)
    }

    /// Takes a term that has to have the next number, or a value that is its own.
    fn take(&mut self, id: TermId, parts: &Parts<'_>, value: &mut Vec<u8>) -> Option<()> {
        if id & INLINE != 0 {
            value.clear();
            parts.encode(value)?;
            return (inline::of(value) == Some(id)).then_some(());
        }
        if self.texts.len() == 0 {
            self.first = id;
        }
        if id as usize != self.first as usize + self.texts.len() {
            return None;
        }
        self.texts.push(|bytes| parts.encode(bytes))
    }
}
