//! What can be put right with one click: values that plainly should read otherwise, and the country of phones.

use import_core::check::home::Home;
use import_core::field::Flaw;
use import_core::fixing::{Fix, Rule};
use leptos::prelude::*;

use super::fixing::focus::rescue;
use super::fixing::preview::headers;
use crate::components::notice::{Notice, Tone};
use crate::i18n::{number, region_name, t, t_count_with, t_with};
use crate::session::announcer::Announcer;
use crate::session::import::ImportSession;
use crate::state::door::Door;
use crate::worker::messages::CheckSummary;

/// Cells with a flaw: which, how many, and in which columns.
type Cells = (Flaw, usize, Vec<String>);

/// Cells that plainly should read otherwise, a suggestion for each kind of them.
#[component]
pub fn Cures() -> impl IntoView {
    let session = ImportSession::get();
    let found = Memo::new(move |_| {
        let flaws = session.check.with(|check| {
            let check = check.as_ref().filter(|check| check.is_done());
            check.map(|check| check.flaws.clone()).unwrap_or_default()
        });
        let names = headers();
        let of = |flaw| {
            let flaws = flaws.iter().filter(|of| of.flaw == flaw);
            let columns = flaws.clone().filter_map(|of| names.get(of.column).cloned());
            (flaw, flaws.map(|of| of.count).sum(), columns.collect())
        };
        let mut found: Vec<Cells> = Flaw::ALL.into_iter().map(of).collect();
        found.retain(|(_, count, _)| *count > 0);
        found
    });
    Effect::new(move |_| {
        found.track();
        rescue(0, ".suggestion button".to_owned());
    });
    move || found.get().into_iter().map(cure).collect::<Vec<_>>()
}

fn cure((flaw, count, columns): Cells) -> AnyView {
    let name = flaw.name();
    let shown = columns.join(&t("common.separator"));
    let text = t_count_with(
        &format!("suggest.{name}"),
        count as u64,
        &[("columns", &shown)],
    );
    let take = t(&format!("suggest.{name}.take"));
    let label = format!("{take} ({shown})");
    let said = t_with("fixes.said", &[("fix", &cured_text(&shown, flaw))]);
    let click = move |_| {
        Announcer::get().say(said.clone());
        for column in columns.clone() {
            let rule = Rule::Cure(flaw);
            ImportSession::get().fix(Fix::Rule { column, rule });
        }
    };
    suggestion(text, take, label, click)
}

/// The fix of cells with a flaw in plain words.
pub fn cured_text(column: &str, flaw: Flaw) -> String {
    t_with(
        &format!("fixes.text.{}", flaw.name()),
        &[("column", column)],
    )
}

/// The country that the phones without a country code are of, where most of them are none of the default one.
#[component]
pub fn HomeCountry() -> impl IntoView {
    let session = ImportSession::get();
    let home = Memo::new(move |_| {
        let is_profile = session.door.get() == Door::Profile;
        let region = session.choices.with(|choices| choices.region.clone());
        let home = session.check.with(|check| {
            check
                .as_ref()
                .and_then(|check: &CheckSummary| check.home.clone())
        });
        home.filter(|home| is_profile && home.instead_of == region)
    });
    move || home.get().map(|home| country(session, home))
}

fn country(session: ImportSession, home: Home) -> AnyView {
    let name = region_name(&home.region);
    let values = [
        ("of", number(home.of as u64)),
        ("fits", number(home.fits as u64)),
        ("country", name.clone()),
        ("fits_default", number(home.fits_default as u64)),
        ("default", region_name(&home.instead_of)),
    ];
    let values = values.each_ref().map(|(name, text)| (*name, text.as_str()));
    let text = t_with("suggest.country", &values);
    let take = t_with("suggest.country.take", &[("country", &name)]);
    let said = t_with("suggest.country.taken", &[("country", &name)]);
    let click = move |_| {
        Announcer::get().say(said.clone());
        session.choose(|choices| choices.region.clone_from(&home.region));
        // The button is gone with what it offered.
        request_animation_frame(|| super::overview::take_focus("#region, #check-title"));
    };
    suggestion(text, take.clone(), take, click)
}

fn suggestion(
    text: String,
    take: String,
    label: String,
    click: impl Fn(leptos::ev::MouseEvent) + Send + 'static,
) -> AnyView {
    view! {
        <div class="suggestion">
            <Notice tone=Tone::Info>
                <p>{text}</p>
                <button type="button" class="button button--small" aria-label=label on:click=click>{take}</button>
            </Notice>
        </div>
    }
    .into_any()
}
