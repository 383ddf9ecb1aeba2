//! How the file is read: encoding, delimiter, header; found out, shown, changeable.

use leptos::prelude::*;

use super::fixing::drop::DropQuestion;
use crate::components::form::{Choice, SelectField};
use crate::i18n::{t, t_known};
use crate::session::import::ImportSession;
use crate::state::file::OpenFile;
use crate::worker::messages::FileSummary;

/// The encodings to choose from: those that the worker reads, the likely ones first.
const ENCODINGS: &[&str] = &[
    "UTF-8",
    "UTF-16LE",
    "UTF-16BE",
    "windows-1252",
    "gb18030",
    "Big5",
    "Shift_JIS",
    "EUC-JP",
    "ISO-2022-JP",
    "EUC-KR",
    "windows-1250",
    "windows-1251",
    "windows-1253",
    "windows-1254",
    "windows-1255",
    "windows-1256",
    "windows-1257",
    "windows-1258",
    "windows-874",
    "ISO-8859-2",
    "ISO-8859-5",
    "ISO-8859-7",
    "ISO-8859-15",
    "KOI8-R",
    "KOI8-U",
    "macintosh",
];

/// How the file is read.
#[component]
pub fn ReadingOptions() -> impl IntoView {
    let session = ImportSession::get();
    let of_summary = move |read: fn(&FileSummary) -> String| {
        Memo::new(move |_| {
            session.file.with(|file| {
                let summary = file
                    .as_ref()
                    .and_then(|file: &OpenFile| file.summary.as_ref());
                summary.map(read).unwrap_or_default()
            })
        })
    };
    let encodings: Vec<_> = ENCODINGS
        .iter()
        .map(|name| Choice::new(*name, encoding_text(name)))
        .collect();
    let delimiters: Vec<_> = [
        (",", "comma"),
        (";", "semicolon"),
        ("\t", "tab"),
        ("|", "bar"),
    ]
    .into_iter()
    .map(|(value, name)| Choice::new(value, t(&format!("delimiter.{name}"))))
    .collect();
    let headers = vec![
        Choice::new("true", t("header.names")),
        Choice::new("false", t("header.none")),
    ];
    let question = DropQuestion::ready();
    view! {
        {question.view()}
        <div class="reading">
            <SelectField
                id="encoding"
                label=t("file.encoding")
                choices=encodings
                value=of_summary(|summary| summary.encoding.clone())
                on_change=move |name: String| question.reopen(move |choices| choices.encoding = Some(name.clone()))
            />
            <SelectField
                id="delimiter"
                label=t("file.delimiter")
                choices=delimiters
                value=of_summary(|summary| summary.delimiter.to_string())
                on_change=move |text: String| {
                    question.reopen(move |choices| choices.delimiter = text.chars().next());
                }
            />
            <SelectField
                id="header"
                label=t("file.header")
                choices=headers
                value=of_summary(|summary| summary.has_header.to_string())
                on_change=move |text: String| question.reopen(move |choices| choices.header = Some(text == "true"))
            />
        </div>
    }
}

fn encoding_text(name: &str) -> String {
    match t_known(&format!("encoding.{name}"), &[]) {
        Some(text) => format!("{text} ({name})"),
        None => name.to_owned(),
    }
}
