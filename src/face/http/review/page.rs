//! One mapping to look at, with all that helps to decide, and the buttons to do so.

use maud::{Markup, html};

use super::told::{Side, Told};
use super::{Asked, Standing};
use crate::face::http::access::Role;
use crate::face::http::frame::Frame;
use crate::face::http::link::{page_of, short};
use crate::face::http::number::grouped;
use crate::face::http::state::Shared;
use crate::mapping::{Choice, Facts, Piece, Queue};
use crate::snapshot::Snapshot;

/// Half of what the bars of evidence are wide.
const HALF: f32 = 100.0;
/// The weight at which a bar is full.
const FULL: f32 = 4.0;

pub(super) fn page(state: &Shared, snapshot: &Snapshot, asked: &Asked, queue: &Queue, told: Option<&Told>) -> Markup {
    let counts = queue.counts;
    let reviewed = counts.accepted + counts.rejected;
    let title = format!("Review of {}", asked.set);
    let may_write = state.settings.access.grants(Role::Write);
    let body = html! {
        p.crumbs { a href="/review" { "Review" } }
        h1 { (asked.set) }
        p.review-progress {
            progress max=(counts.all().max(1)) value=(reviewed) aria-label="Looked at" {}
            span { (grouped(reviewed)) " of " (grouped(counts.all())) " looked at: " (grouped(counts.accepted)) " accepted, "
                (grouped(counts.rejected)) " rejected" }
        }
        (states(asked))
        @if !may_write { p.note { "This server changes nothing: it was started without a token that may write (" code { "--token" } ")." } }
        @match told {
            Some(told) => (mapping(told)),
            None => p.lead {
                @if queue.records.is_empty() { "Nothing waits here." } @else { "You have come to the end. " a href=(asked.address(0, None)) { "Begin again" } " with what you skipped." }
            }
        }
        (decide(asked, queue, told, may_write))
        (keys())
    };
    Frame::new(&title).snapshot(snapshot).page(&body)
}

/// Which mappings are looked at, and in which order.
fn states(asked: &Asked) -> Markup {
    let all = [
        ("Proposed", Some(Standing::Proposed)),
        ("Accepted", Some(Standing::Accepted)),
        ("Rejected", Some(Standing::Rejected)),
        ("All", None),
    ];
    let other =
        if asked.order == super::Order::SurestFirst { super::Order::LeastSureFirst } else { super::Order::SurestFirst };
    let turned = Asked { order: other, ..asked.clone() };
    html! {
        nav.review-states aria-label="Which mappings" {
            @for (name, standing) in all {
                a href=(Asked { standing, ..asked.clone() }.address(0, None)) aria-current=[(standing == asked.standing).then_some("page")] { (name) }
            }
            a.order href=(turned.address(0, None)) { @if other == super::Order::SurestFirst { "Surest first" } @else { "Least sure first" } }
        }
    }
}

fn mapping(told: &Told) -> Markup {
    html! {
        div.sides {
            (side("Yours", &told.subject))
            @match &told.object {
                Some(object) => (side("Proposed", object)),
                None => section.side { h2 { "Proposed" } p.side-name { "No match" } p.help { "Nothing in the target is meant." } }
            }
        }
        p.reason {
            @if let Some(sure) = told.confidence { strong { (format!("{sure:.2}")) } " " }
            (told.reason)
        }
        @if told.state != "proposed" {
            p.note { "It is " strong { (told.state) } @if let Some(who) = &told.reviewer { " by " (who) } @if let Some(day) = &told.review_date { ", " (day) } "." }
        }
        @if !told.evidence.is_empty() {
            details.evidence open[true] {
                summary { "What speaks for and against it" }
                ul { @for piece in &told.evidence { li { (bar(piece)) span { (piece.what) } } } }
            }
        }
    }
}

fn side(title: &str, side: &Side) -> Markup {
    html! {
        section.side {
            h2 { (title) }
            p.side-name { (side.label) }
            (facts(&side.facts))
            @if !side.iri.is_empty() { p.side-link { (link(&side.iri)) } }
        }
    }
}

fn facts(facts: &Facts) -> Markup {
    let place: Vec<&str> =
        [facts.city.as_str(), facts.country.as_str()].into_iter().filter(|part| !part.is_empty()).collect();
    html! {
        @if !place.is_empty() { p { (place.join(", ")) } }
        @if !facts.website.is_empty() { p { (website(&facts.website)) } }
    }
}

/// A link to a thing: in the store's own pages, and where its publisher describes it.
fn link(iri: &str) -> Markup {
    let elsewhere = !iri.starts_with(crate::vocab::ID) && (iri.starts_with("https://") || iri.starts_with("http://"));
    html! {
        a href=(page_of(iri)) { (short(iri)) }
        @if elsewhere { " · " a href=(iri) rel="noreferrer external" target="_blank" { "at its publisher" } }
    }
}

/// A web site, led to only by an address of the web.
fn website(host: &str) -> Markup {
    let has_scheme = host.starts_with("https://") || host.starts_with("http://");
    let plain = host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~/:%?=&".contains(&byte));
    let address = if has_scheme { host.to_owned() } else { format!("https://{host}") };
    let leads = plain && (has_scheme || !host.contains(':'));
    html! { @if leads { a href=(address) rel="noreferrer external" target="_blank" { (host) } } @else { (host) } }
}

/// A bar to the right for what speaks for it, to the left for what speaks against it.
fn bar(piece: &Piece) -> Markup {
    let width = (piece.weight.abs() / FULL).min(1.0) * HALF;
    let x = if piece.weight < 0.0 { HALF - width } else { HALF };
    let class = if piece.weight < 0.0 { "against" } else { "for" };
    html! {
        svg viewBox="0 0 200 12" width="100" height="12" role="img" aria-label=(format!("{:+.1}", piece.weight)) {
            rect.(class) x=(format!("{x:.1}")) y="1" width=(format!("{width:.1}")) height="10" {}
            line x1="100" x2="100" y1="0" y2="12" {}
        }
    }
}

/// The form: what may be said of this mapping, and what was said last.
fn decide(asked: &Asked, queue: &Queue, told: Option<&Told>, may_write: bool) -> Markup {
    let last = asked.undo.as_ref();
    html! {
        @if told.is_some() || last.is_some() {
            form.review method="post" action=(asked.address(stays(asked), None)) {
                // The first button is the one that Enter presses: none.
                button hidden disabled {}
                @if let Some(told) = told { (buttons(asked, queue, told, may_write)) }
                @if let Some(last) = last {
                    p.review-undo {
                        input type="hidden" name="last" value=(last.as_str());
                        button name="act" value="undo" data-key="u" disabled[!may_write] { "Undo the last one" }
                    }
                }
                (who(asked, may_write))
            }
        }
    }
}

fn buttons(asked: &Asked, queue: &Queue, told: &Told, may_write: bool) -> Markup {
    html! {
        input type="hidden" name="mapping" value=(told.mapping);
        input type="hidden" name="stood" value=(told.state);
        div.review-buttons {
            button.primary name="act" value="accepted" data-key="a" disabled[!may_write] {
                @if told.object.is_some() { "Accept" } @else { "It has no match" }
            }
            button name="act" value="rejected" data-key="r" disabled[!may_write] { "Reject" }
            a.button href=(asked.address(asked.at + 1, None)) data-key="s" { "Skip" }
            span.help { (grouped(asked.at + 1)) " of " (grouped(queue.records.len())) }
        }
        @if !told.choices.is_empty() {
            fieldset.choices {
                legend { "Or is it" }
                ol { @for (number, choice) in (1..).zip(&told.choices) { (other(number, choice, may_write)) } }
            }
        }
        details.another {
            summary { "Or something else" }
            div.field {
                label for="object" { "Its IRI" }
                input #object name="object" type="url" placeholder="https://ror.org/...";
                button name="act" value="other" disabled[!may_write] { "Accept this" }
            }
        }
    }
}

fn other(number: usize, choice: &Choice, may_write: bool) -> Markup {
    let key = (number <= 5).then(|| number.to_string());
    let nothing = choice.iri.ends_with("sssom/NoTermFound");
    html! {
        li {
            button name="act" value=(choice.iri) data-key=[key] disabled[!may_write] { @if nothing { "No match" } @else { (choice.label) } }
            @if let Some(sure) = choice.confidence { span.help { (format!("{sure:.2}")) } }
            @if !nothing { (facts(&choice.facts)) span.help { (link(&choice.iri)) } }
        }
    }
}

/// Who reviews.
fn who(asked: &Asked, may_write: bool) -> Markup {
    html! {
        div.review-who {
            div.field {
                label for="reviewer" { "Your name or ORCID iD" }
                input #reviewer name="reviewer" value=(asked.reviewer) autocomplete="name" required disabled[!may_write];
            }
            div.field {
                label for="token" { "Token" }
                input #token name="token" type="password" autocomplete="current-password" disabled[!may_write];
            }
        }
    }
}

/// What is reviewed leaves the list, so that the next stands in its place; in the list of all it stays.
fn stays(asked: &Asked) -> usize {
    asked.at + usize::from(asked.standing.is_none())
}

fn keys() -> Markup {
    let keys = [
        ("a", "accept"),
        ("r", "reject"),
        ("1 – 5", "it is another"),
        ("s", "skip"),
        ("u", "undo the last one"),
        ("?", "these keys"),
    ];
    html! {
        details.keys {
            summary data-key="?" { "Keys" }
            dl { @for (key, what) in keys { div { dt { kbd { (key) } } dd { (what) } } } }
        }
    }
}
