//! The `OpenAPI` document.

use utoipa::openapi::content::ContentBuilder;
use utoipa::openapi::path::{Operation, OperationBuilder, Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::response::ResponseBuilder;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::tag::TagBuilder;
use utoipa::openapi::{
    Array, ComponentsBuilder, HttpMethod, InfoBuilder, LicenseBuilder, OpenApi, OpenApiBuilder, PathsBuilder, Ref,
    Required, SecurityRequirement,
};

use super::operation::{Asked, Listed, Need, TAGS, Writes, is_rdf};
use super::{operations, reconciliation, schema, views};
use crate::view::Catalogue;

const ABOUT: &str = "A knowledge graph of business clusters, how they learn and how they are linked. Views are questions with typed \
answers; SPARQL asks anything. Reading is open; writing needs a token. Every answer names the snapshot that it rests on in \
Milieu-Snapshot, and every error is a problem document that says the way out.";

/// All of it, but for the servers.
pub(super) fn document() -> OpenApi {
    let catalogue = Catalogue::shipped();
    let fixed = operations::ALL
        .iter()
        .chain(reconciliation::ALL)
        .fold(PathsBuilder::new(), |paths, listed| add(paths, listed.path, listed.method.clone(), operation(listed)));
    let paths = catalogue.iter().fold(fixed, |paths, view| {
        add(paths, &format!("/views/{}", view.id().as_str()), HttpMethod::Get, views::operation(view))
    });
    let problem = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
    let problem = ResponseBuilder::new()
        .description("A problem: what went wrong, and the way out")
        .content("application/problem+json", problem);
    let token = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .description(Some("The secret of a token that the server knows"));
    let components = ComponentsBuilder::new()
        .schemas_from_iter(schema::shared())
        .schemas_from_iter(catalogue.iter().map(|view| (views::id(view), schema::table(&view.header().columns))))
        .response("Problem", problem.build())
        .security_scheme("token", SecurityScheme::Http(token.build()));
    let tags = TAGS.map(|(name, about)| TagBuilder::new().name(name).description(Some(about)).build());
    let licence = LicenseBuilder::new().name("MIT OR Apache-2.0").identifier(Some("MIT OR Apache-2.0"));
    let info = InfoBuilder::new()
        .title("milieu")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(ABOUT))
        .license(Some(licence.build()));
    OpenApiBuilder::new()
        .info(info.build())
        .paths(paths.build())
        .components(Some(components.build()))
        .tags(Some(tags))
        .build()
}

fn add(paths: PathsBuilder, path: &str, method: HttpMethod, operation: Operation) -> PathsBuilder {
    paths.path(path, utoipa::openapi::PathItem::new(method, operation))
}

fn operation(listed: &Listed) -> Operation {
    let answer =
        listed.answers.iter().fold(ResponseBuilder::new().description("What was asked for"), |answer, media| {
            answer.content(*media, ContentBuilder::new().schema(Some(schema::anything(media))).build())
        });
    let mut operation =
        OperationBuilder::new().tag(listed.tag).operation_id(Some(listed.id)).summary(Some(listed.summary));
    if !listed.answers.is_empty() {
        operation = operation.response("200", answer.build());
    }
    for asked in listed.parameters {
        let place =
            if listed.path.contains(&format!("{{{}}}", asked.name)) { ParameterIn::Path } else { ParameterIn::Query };
        operation = operation.parameter(parameter(asked, place));
    }
    if listed.answers.iter().any(|media| is_rdf(media)) && listed.tag != "sparql" {
        operation = operation.description(Some("The Accept header chooses among the formats."));
    }
    if !listed.bodies.is_empty() {
        let body =
            listed.bodies.iter().fold(RequestBodyBuilder::new().required(Some(Required::True)), |body, media| {
                body.content(*media, ContentBuilder::new().schema(Some(schema::anything(media))).build())
            });
        operation = operation.request_body(Some(body.build()));
    }
    if listed.writes != Writes::No {
        let done = ResponseBuilder::new().description("It is done").build();
        operation = operation.response("204", done);
    }
    if listed.writes == Writes::Maybe {
        // Nobody needs a token to ask.
        operation = operation.security(SecurityRequirement::default());
    }
    if listed.writes != Writes::No {
        operation = operation.security(SecurityRequirement::new::<_, [&str; 0], _>("token", []));
    }
    failing(operation).build()
}

/// With the problem document that stands for every error.
pub(super) fn failing(operation: OperationBuilder) -> OperationBuilder {
    operation.response("default", Ref::from_response_name("Problem"))
}

pub(super) fn parameter(asked: &Asked, place: ParameterIn) -> Parameter {
    let parameter = ParameterBuilder::new()
        .name(asked.name)
        .parameter_in(place)
        .required(if asked.need == Need::Must { Required::True } else { Required::False })
        .description(Some(asked.about));
    let parameter = match asked.need {
        Need::Many => parameter.schema(Some(Array::new(schema::text()))),
        Need::Must | Need::May => parameter.schema(Some(schema::text())),
    };
    let example = (!asked.example.is_empty()).then(|| asked.example.into());
    parameter.example(example).build()
}
