//! What parameters, columns and answers look like, as JSON Schema.

use serde_json::{Value, json};
use utoipa::openapi::schema::{AdditionalProperties, ArrayItems, SchemaType};
use utoipa::openapi::{
    Array, ArrayBuilder, KnownFormat, Object, ObjectBuilder, OneOfBuilder, Ref, RefOr, Schema, SchemaFormat, Type,
};

use crate::view::{Column, ColumnType, Offered, Parameter, ParameterType};

/// Some text.
pub(super) fn text() -> Object {
    Object::with_type(Type::String)
}

/// Something that is no text: a file, or JSON of a shape of its own.
pub(super) fn anything(media: &str) -> Schema {
    if media.ends_with("json") || media.starts_with("application/vnd.oai") {
        return Schema::from(ObjectBuilder::new().schema_type(SchemaType::AnyValue));
    }
    let binary =
        ["application/gzip", "application/vnd.apache.parquet", "application/vnd.apache.arrow.stream"].contains(&media);
    let format = binary.then_some(SchemaFormat::KnownFormat(KnownFormat::Binary));
    Schema::from(ObjectBuilder::new().schema_type(Type::String).format(format))
}

/// The values that a parameter of a view takes.
pub(super) fn parameter(parameter: &Parameter) -> Schema {
    let object = match parameter.type_ {
        ParameterType::Integer => ObjectBuilder::new().schema_type(Type::Integer),
        ParameterType::Decimal => ObjectBuilder::new().schema_type(Type::Number),
        ParameterType::Boolean => ObjectBuilder::new().schema_type(Type::Boolean),
        ParameterType::Year => ObjectBuilder::new().schema_type(Type::String).pattern(Some("^-?[0-9]{4}$")),
        ParameterType::Date => {
            ObjectBuilder::new().schema_type(Type::String).format(Some(SchemaFormat::KnownFormat(KnownFormat::Date)))
        }
        _ => ObjectBuilder::new().schema_type(Type::String),
    };
    let typed = |text: &str| typed(parameter.type_, text);
    let object = match &parameter.choices {
        Some(Offered::Fixed(choices)) => {
            let choices = choices.iter().map(|choice| typed(choice.value()));
            object.enum_values(Some(choices.collect::<Vec<_>>()))
        }
        _ => object,
    };
    Schema::from(object.default(parameter.default.as_deref().map(typed)).build())
}

/// A value that is written in a header, as JSON has it.
fn typed(kind: ParameterType, text: &str) -> Value {
    let value = match kind {
        ParameterType::Integer => text.parse::<i64>().ok().map(Value::from),
        ParameterType::Decimal => text.parse::<f64>().ok().map(Value::from),
        ParameterType::Boolean => text.parse::<bool>().ok().map(Value::from),
        _ => None,
    };
    value.unwrap_or_else(|| json!(text))
}

/// The cells of a column. Each may be without a value.
fn cell(column: &Column) -> Schema {
    let string = |format: Option<KnownFormat>| {
        let format = format.map(SchemaFormat::KnownFormat);
        Schema::from(ObjectBuilder::new().schema_type(Type::String).format(format).build())
    };
    let plain = |kind: Type| Schema::from(Object::with_type(kind));
    let texts = |names: [&str; 2]| {
        let object =
            names.into_iter().fold(ObjectBuilder::new(), |object, name| object.property(name, nullable(text())));
        Schema::from(object.required(names[0]).build())
    };
    let value = match column.type_ {
        ColumnType::Iri => texts(["value", "label"]),
        ColumnType::LangString => texts(["value", "lang"]),
        ColumnType::Integer | ColumnType::Year => plain(Type::Integer),
        ColumnType::Double => {
            Schema::from(OneOfBuilder::new().item(plain(Type::Number)).item(plain(Type::String)).build())
        }
        ColumnType::Boolean => plain(Type::Boolean),
        ColumnType::Date => string(Some(KnownFormat::Date)),
        // A decimal is exact, which a JSON number is not.
        _ => string(None),
    };
    let unit = column.unit.as_ref().map(|unit| format!(" In {unit}.")).unwrap_or_default();
    let described = OneOfBuilder::new().item(value).item(Object::with_type(Type::Null));
    Schema::from(described.title(Some(&column.title)).description(Some(format!("{}{unit}", column.definition))).build())
}

fn nullable(object: Object) -> Schema {
    let kinds = SchemaType::from_iter([Type::String, Type::Null]);
    Schema::from(ObjectBuilder::from(object).schema_type(kinds).build())
}

/// The answer of a view with these columns, as JSON.
pub(super) fn table(columns: &[Column]) -> Schema {
    let row = ArrayBuilder::new()
        .items(ArrayItems::False)
        .prefix_items(columns.iter().map(cell))
        .min_items(Some(columns.len()))
        .max_items(Some(columns.len()));
    let object = ObjectBuilder::new()
        .property("view", text())
        .property("title", text())
        .property("question", text())
        .property("parameters", strings())
        .property("columns", Array::new(Ref::from_schema_name("Column")))
        .property("rows", Array::new(Schema::from(row.build())))
        .property("chart", Schema::from(ObjectBuilder::new().build()))
        .property("snapshot", Ref::from_schema_name("Snapshot"))
        .property("view_hash", text())
        .property(
            "answer",
            Schema::from(
                ObjectBuilder::new().schema_type(Type::String).enum_values(Some(["computed", "kept"])).build(),
            ),
        )
        .property("coverage", counts())
        .property("sentence", nullable(text()));
    let always = ["view", "title", "question", "parameters", "columns", "rows", "snapshot", "view_hash", "coverage"];
    Schema::from(always.into_iter().fold(object, ObjectBuilder::required).build())
}

fn strings() -> Schema {
    let values: AdditionalProperties<Schema> = AdditionalProperties::from(RefOr::T(Schema::from(text())));
    Schema::from(ObjectBuilder::new().additional_properties(Some(values)).build())
}

fn counts() -> Schema {
    let count = Schema::from(ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(0_usize)).build());
    let values: AdditionalProperties<Schema> = AdditionalProperties::from(RefOr::T(count));
    Schema::from(ObjectBuilder::new().additional_properties(Some(values)).build())
}

/// What others refer to, by name.
pub(super) fn shared() -> [(&'static str, Schema); 3] {
    let integer = || Object::with_type(Type::Integer);
    let problem = ObjectBuilder::new()
        .description(Some("What went wrong, and the way out (RFC 9457)."))
        .property(
            "type",
            ObjectBuilder::new().schema_type(Type::String).format(Some(SchemaFormat::Custom("uri".to_owned()))),
        )
        .property("title", text())
        .property("status", integer())
        .property("detail", text())
        .property("next", text())
        .property("line", integer())
        .property("column", integer())
        .property("request_id", text());
    let problem = ["type", "title", "status", "detail"].into_iter().fold(problem, ObjectBuilder::required);
    let column = ObjectBuilder::new()
        .property("name", text())
        .property("type", text())
        .property("title", text())
        .property("unit", text())
        .property("definition", text());
    let column = ["name", "type", "title", "definition"].into_iter().fold(column, ObjectBuilder::required);
    let snapshot = ObjectBuilder::new().property("number", integer()).property("hash", text());
    let snapshot = snapshot.required("number").required("hash");
    [("Problem", problem.build().into()), ("Column", column.build().into()), ("Snapshot", snapshot.build().into())]
}
