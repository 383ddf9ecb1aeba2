//! The choices of a target field, as markup: they are the same for each of a file's columns, of which
//! there may be hundreds.

use std::fmt::Write;

use import_core::columns::{Field, Subject};
use import_core::schema::{Schemas, Target};

use crate::i18n::{t, t_known};

/// What a target field is called.
pub fn field_text(field: Field) -> String {
    t_known(&format!("field.{}", field.path()), &[]).unwrap_or_else(|| field.header().to_owned())
}

/// What a target is called: custom fields by their titles.
pub fn target_text(target: &Target, schemas: &Schemas) -> String {
    match target {
        Target::Field(field) => field_text(*field),
        Target::Custom { key, .. } => {
            let field = target.custom_field(schemas);
            field.map_or_else(|| key.clone(), |(_, field)| field.title.clone())
        }
    }
}

/// The options of a select of target fields: first those that are none, by value and text. Custom fields come last.
pub fn target_options(schemas: &Schemas, first: &[(&str, String)]) -> String {
    let mut markup = String::new();
    for (value, text) in first {
        option(&mut markup, value, text);
    }
    for (subject, name, custom) in [
        (Subject::Contact, "target.contact", "target.contact_custom"),
        (
            Subject::Organization,
            "target.organization",
            "target.organization_custom",
        ),
    ] {
        let fields = Field::ALL.iter().filter(|field| field.subject() == subject);
        let fields = fields.map(|field| (field.path().to_owned(), field_text(*field)));
        group(&mut markup, name, fields);
        let fields = schemas.open_fields().filter(|(of, _)| *of == subject);
        let mut fields = fields
            .map(|(subject, field)| (Target::custom(subject, field).path(), field.title.clone()))
            .peekable();
        if fields.peek().is_some() {
            group(&mut markup, custom, fields);
        }
    }
    markup
}

fn group(markup: &mut String, name: &str, fields: impl Iterator<Item = (String, String)>) {
    // Writing to a string cannot fail.
    let _ = write!(markup, "<optgroup label=\"{}\">", escaped(&t(name)));
    for (path, text) in fields {
        option(markup, &path, &text);
    }
    markup.push_str("</optgroup>");
}

fn option(markup: &mut String, value: &str, text: &str) {
    let (value, text) = (escaped(value), escaped(text));
    let _ = write!(markup, "<option value=\"{value}\">{text}</option>");
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;")
}
