//! The choices of a target field, as markup: they are the same for each of a file's columns, of which
//! there may be hundreds.

use std::fmt::Write;

use import_core::columns::{Field, Subject};

use crate::i18n::{t, t_known};

/// What a target field is called.
pub fn field_text(field: Field) -> String {
    t_known(&format!("field.{}", field.path()), &[]).unwrap_or_else(|| field.header().to_owned())
}

/// The options of a select of target fields; the value of the first one is empty.
pub fn target_options() -> String {
    let mut markup = format!("<option value=\"\">{}</option>", escaped(&t("target.none")));
    for (subject, name) in [
        (Subject::Contact, t("target.contact")),
        (Subject::Organization, t("target.organization")),
    ] {
        // Writing to a string cannot fail.
        let _ = write!(markup, "<optgroup label=\"{}\">", escaped(&name));
        for field in Field::ALL.iter().filter(|field| field.subject() == subject) {
            let text = escaped(&field_text(*field));
            let _ = write!(markup, "<option value=\"{}\">{text}</option>", field.path());
        }
        markup.push_str("</optgroup>");
    }
    markup
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;")
}
