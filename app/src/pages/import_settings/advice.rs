//! What is said of a column beforehand: the field that is suggested, how sure that is and why, or why none is.

use import_core::columns::{Advice, Confidence, Doubt, Field, Look, Reason, Suggestion};
use import_core::schema::{Schemas, Target};
use leptos::prelude::*;

use super::{column_name, field_text};
use crate::i18n::{t, t_with};
use crate::pages::import_file::fixing::texts::fix_text;
use crate::session::announcer::Announcer;
use crate::session::import::ImportSession;
use crate::state::choices::{Choices, ColumnChoice, Remedy};

/// What is said of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Said {
    /// Of the field that it feeds, or that is only offered.
    confidence: Option<Confidence>,
    text: String,
    /// Offered, not chosen.
    offered: Option<Field>,
}

/// What is said of a column; nothing once a person has chosen otherwise.
#[component]
pub fn ColumnAdvice(
    /// Its place in the file.
    at: usize,
    /// Names what is said, for the control that it is about.
    id: String,
) -> impl IntoView {
    let session = ImportSession::get();
    let said = Memo::new(move |_| session.choices.with(|choices| say(choices, at)));
    let remedy = Memo::new(move |_| session.choices.with(|choices| choices.remedy(at)));
    view! {
        <div id=id>
            {move || said.get().map(|said| {
                // Where something has to be mended first, taking the field would not be enough.
                let offered = said.offered.filter(|_| remedy.with(Option::is_none));
                let take = offered.map(|field| take_button(session, at, field));
                view! {
                    <p class="advice">
                        {said.confidence.map(confidence_badge)}
                        <span>{said.text}</span>
                    </p>
                    {take}
                }
            })}
            {move || remedy.get().map(|remedy| remedy_button(session, at, remedy))}
        </div>
    }
}

/// What mends the column with one click.
fn remedy_button(session: ImportSession, at: usize, remedy: Remedy) -> AnyView {
    let name = match &remedy {
        Remedy::SplitNames(_) => "split_names",
        Remedy::NamesAsIds(_) => "names_as_ids",
    };
    let column = session
        .choices
        .with_untracked(|choices| choices.columns.get(at).map(column_name).unwrap_or_default());
    let text = t(&format!("remedy.{name}"));
    let label = t_with("remedy.for", &[("remedy", &text), ("column", &column)]);
    let mend = move |_| {
        let fix = remedy.fix().clone();
        Announcer::get().say(t_with("fixes.said", &[("fix", &fix_text(&fix))]));
        if matches!(remedy, Remedy::NamesAsIds(_)) {
            let name = Some(Target::Field(Field::OrganizationName));
            session.choose(|choices| choices.set_target(at, name));
        }
        session.fix(fix);
        // The button goes with what it mends.
        super::focus(&format!("target-{at}"));
    };
    view! {
        <p class="advice">{t(&format!("remedy.{name}_note"))}</p>
        <button type="button" class="button button--small" aria-label=label on:click=mend>
            {text}
        </button>
    }
    .into_any()
}

fn take_button(session: ImportSession, at: usize, field: Field) -> AnyView {
    let name = field_text(field);
    let column = session
        .choices
        .with_untracked(|choices| choices.columns.get(at).map(column_name).unwrap_or_default());
    let text = t_with("advice.take", &[("field", &name)]);
    let label = t_with("advice.take_for", &[("field", &name), ("column", &column)]);
    let news = t_with(
        "advice.taken_over",
        &[("field", &name), ("column", &column)],
    );
    let take = move |_| {
        session.choose(|choices| choices.set_target(at, Some(Target::Field(field))));
        Announcer::get().say(news.clone());
        // The button is gone with what it offered.
        super::focus(&format!("target-{at}"));
    };
    view! {
        <button type="button" class="button button--small" aria-label=label on:click=take>{text}</button>
    }
    .into_any()
}

fn confidence_badge(confidence: Confidence) -> AnyView {
    let (class, text) = match confidence {
        Confidence::Certain => ("badge badge--created", t("advice.certain")),
        Confidence::Likely => ("badge badge--updated", t("advice.likely")),
        Confidence::Possible => ("badge badge--warning", t("advice.possible")),
    };
    view! { <span class=class>{text}</span> }.into_any()
}

fn say(choices: &Choices, at: usize) -> Option<Said> {
    let column = choices.columns.get(at)?;
    let plain = |text| Said {
        confidence: None,
        text,
        offered: None,
    };
    match (&column.target, column.advice) {
        (Some(target @ Target::Custom { .. }), _) => {
            let is_called_so = is_called(column, &choices.schemas, target);
            is_called_so.then(|| Said {
                confidence: Some(Confidence::Likely),
                ..plain(t("advice.custom"))
            })
        }
        (Some(Target::Field(field)), Advice::Suggested(suggestion)) => (suggestion.field == *field)
            .then(|| Said {
                confidence: Some(suggestion.confidence),
                ..plain(reasons(choices, suggestion))
            }),
        (None, Advice::Suggested(suggestion)) => {
            let field = field_text(suggestion.field);
            let reasons = reasons(choices, suggestion);
            Some(Said {
                confidence: Some(suggestion.confidence),
                text: t_with("advice.perhaps", &[("field", &field), ("reason", &reasons)]),
                offered: Some(suggestion.field),
            })
        }
        (None, Advice::Taken { field, by }) => {
            let other = choices.columns.get(by).map(column_name)?;
            let names = [("field", field_text(field)), ("column", other)];
            let names = names.each_ref().map(|(name, text)| (*name, text.as_str()));
            Some(plain(t_with("advice.taken", &names)))
        }
        (None, Advice::Ambiguous(one, other)) => {
            let (one, other) = (field_text(one), field_text(other));
            let names = [("one", one.as_str()), ("other", other.as_str())];
            Some(plain(t_with("advice.ambiguous", &names)))
        }
        (Some(_), _) | (None, Advice::Unknown) => None,
    }
}

fn is_called(column: &ColumnChoice, schemas: &Schemas, target: &Target) -> bool {
    Target::suggest(&column.header, schemas).as_ref() == Some(target)
}

/// Why, and what speaks against it.
fn reasons(choices: &Choices, suggestion: Suggestion) -> String {
    let reason = match suggestion.reason {
        Reason::Header => t("advice.header"),
        Reason::Path => t("advice.path"),
        Reason::Export(system) => t_with("advice.export", &[("system", system.name())]),
        Reason::Label(by) => {
            let label = choices.columns.get(by).map(column_name).unwrap_or_default();
            t_with("advice.label", &[("column", &label)])
        }
        Reason::Synonym => t("advice.synonym"),
        Reason::Similar(name) => t_with("advice.similar", &[("name", name)]),
        Reason::Values(Look::Emails) => t("advice.emails"),
        Reason::Values(Look::Phones) => t("advice.phones"),
        Reason::Values(Look::Countries) => t("advice.countries"),
        Reason::Values(Look::Websites) => t("advice.websites"),
    };
    let doubt = match suggestion.doubt {
        None => return reason,
        Some(Doubt::Values) => t("advice.doubt_values"),
        Some(Doubt::Labels) => t("advice.doubt_labels"),
        Some(Doubt::WholeNames) => t("advice.doubt_whole_names"),
        Some(Doubt::NoOrganizationId) => t("advice.doubt_organization"),
    };
    t_with("advice.but", &[("reason", &reason), ("doubt", &doubt)])
}
