//! An operation for each view: its parameters with their types, choices and defaults, its columns as the shape of its answer.

use utoipa::openapi::content::ContentBuilder;
use utoipa::openapi::path::{Operation, OperationBuilder, ParameterBuilder, ParameterIn};
use utoipa::openapi::response::ResponseBuilder;
use utoipa::openapi::{Ref, Required};

use super::document::{failing, parameter};
use super::operation::{AT, Asked, CURSOR, MAPPINGS, Need, PAGE_SIZE, TIMEOUT};
use super::schema;
use crate::view::{Parameter, ParameterType, Requirement, View};

/// The media types of a view's answer.
pub(super) const ANSWERS: &[&str] = &[
    "application/json",
    "text/csv",
    "text/tab-separated-values",
    "application/jsonl",
    "application/csvm+json",
    "application/vnd.apache.arrow.stream",
    "application/vnd.apache.parquet",
    "application/geo+json",
    "application/graphml+xml",
    "text/html",
];

/// `linkage/reach` as `linkage-reach`: names of operations stand in addresses.
pub(super) fn id(view: &View) -> String {
    view.id().as_str().replace('/', "-")
}

pub(super) fn operation(view: &View) -> Operation {
    let header = view.header();
    let table = format!("#/components/schemas/{}", id(view));
    let answer = ANSWERS.iter().fold(ResponseBuilder::new().description("The rows of the view"), |answer, media| {
        let content = match *media {
            "application/json" => ContentBuilder::new().schema(Some(Ref::new(table.as_str()))),
            other => ContentBuilder::new().schema(Some(schema::anything(other))),
        };
        answer.content(*media, content.build())
    });
    let operation = OperationBuilder::new()
        .tag("views")
        .operation_id(Some(id(view)))
        .summary(Some(&header.title))
        .description(Some(format!(
            "{} Missing values: {} Direction: {} Denominator: {}",
            header.question, header.missing, header.direction, header.denominator
        )))
        .response("200", answer.build());
    let operation =
        header.params.iter().fold(operation, |operation, parameter| operation.parameter(of_view(parameter)));
    let format = Asked {
        name: "format",
        need: Need::May,
        about: "json, csv, csvw, tsv, jsonl, arrow, parquet, geojson, graphml or html, for who cannot send an Accept header.",
        example: "csv",
    };
    let ours = [AT, MAPPINGS, format, PAGE_SIZE, CURSOR, TIMEOUT];
    // A view may have a parameter of such a name, which then is meant.
    let theirs = |asked: &&Asked| header.params.iter().any(|parameter| parameter.name == asked.name);
    let ours = ours.iter().filter(|asked| !theirs(asked));
    failing(ours.fold(operation, |operation, asked| operation.parameter(parameter(asked, ParameterIn::Query)))).build()
}

fn of_view(parameter: &Parameter) -> utoipa::openapi::path::Parameter {
    let takes = match parameter.type_ {
        ParameterType::Class => {
            format!(" An IRI, a prefixed name, a code or a label; one of {}.", parameter.class.join(", "))
        }
        ParameterType::Iri => " An IRI or a prefixed name.".to_owned(),
        _ => String::new(),
    };
    let unless =
        parameter.unless.as_ref().map(|other| format!(" Put aside when {other} is given.")).unwrap_or_default();
    let about = format!("{}.{takes}{unless}", parameter.label);
    let required = if parameter.required == Requirement::Required { Required::True } else { Required::False };
    ParameterBuilder::new()
        .name(&parameter.name)
        .parameter_in(ParameterIn::Query)
        .required(required)
        .description(Some(about))
        .schema(Some(schema::parameter(parameter)))
        .build()
}
