//! One value of a custom field: from a cell or from JSON to the JSON that a record holds.

use serde_json::Value as Json;

use super::{CoreType, CustomField};
use crate::field::{
    Context, Fault, ValueFormat, boolean, date, date_time, list, mangled, number, option, text, url,
};
use crate::problem::Code;

/// Why JSON is no value of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// It is of another type than this.
    Type(&'static str),
    /// What it says is wrong.
    Value(Fault),
}

impl From<Fault> for Wrong {
    fn from(fault: Fault) -> Self {
        Self::Value(fault)
    }
}

/// Reads the text of a cell; None where it is empty.
///
/// # Errors
/// It is no value of the field. Retired options are none.
pub fn read_text(
    field: &CustomField,
    found: &str,
    format: Option<ValueFormat>,
) -> Result<Option<Json>, Fault> {
    let found = &*text::clean(found);
    if found.is_empty() {
        return Ok(None);
    }
    let context = format.map(Context::of_format).unwrap_or_default();
    let value = match field.kind {
        CoreType::Text | CoreType::LongText => {
            mangled::check_shown(found)?;
            text_within(field, found)?
        }
        CoreType::Url => {
            url::check(found)?;
            text_within(field, found)?
        }
        CoreType::Identifier => {
            mangled::check(found)?;
            text_within(field, found)?
        }
        CoreType::Enum => {
            let open = field.options.iter().filter(|option| !option.retired);
            option::read(
                found,
                open.map(|option| (option.value.as_str(), option.title.as_str())),
            )?
            .into()
        }
        CoreType::Date => date::read(found, context.dates)?.to_string().into(),
        CoreType::DateTime => date_time::read(found, context.dates)?.to_string().into(),
        CoreType::Integer => integer_within(field, number::read_integer(found, context.numbers)?)?,
        CoreType::Number => number_within(field, number::read_number(found, context.numbers)?)?,
        CoreType::Checkbox => boolean::read(found)?.into(),
        CoreType::Tag => return tags_within(field, list::read(found)),
    };
    Ok(Some(value))
}

/// Reads a value as the API has it; None where it is `null` or holds nothing.
///
/// # Errors
/// It is of another type, or no value of the field.
pub fn read_json(field: &CustomField, found: &Json) -> Result<Option<Json>, Wrong> {
    let expected = match (field.kind, found) {
        (_, Json::Null) => return Ok(None),
        (CoreType::Checkbox, Json::Bool(_)) => return Ok(Some(found.clone())),
        (CoreType::Checkbox, _) => "`true` or `false`",
        (CoreType::Integer, Json::Number(number)) if number.is_i64() => {
            let number = number.as_i64().unwrap_or_default();
            return Ok(Some(integer_within(field, number)?));
        }
        (CoreType::Integer, _) => "a whole number",
        (CoreType::Number, Json::Number(number)) => {
            let number = number.as_f64().unwrap_or(f64::INFINITY);
            return Ok(Some(number_within(field, number)?));
        }
        (CoreType::Number, _) => "a number",
        (CoreType::Tag, Json::Array(items)) if items.iter().all(Json::is_string) => {
            let mut tags: Vec<String> = Vec::with_capacity(items.len());
            for item in items.iter().filter_map(Json::as_str) {
                let tag = text::clean(item).into_owned();
                if !tag.is_empty() && !tags.contains(&tag) {
                    tags.push(tag);
                }
            }
            return Ok(tags_within(field, tags)?);
        }
        (CoreType::Tag, _) => "a list of strings",
        (_, Json::String(text)) => return Ok(read_text(field, text, None)?),
        _ => "a string",
    };
    Err(Wrong::Type(expected))
}

fn text_within(field: &CustomField, found: &str) -> Result<Json, Fault> {
    check_length(field, found)?;
    Ok(found.into())
}

fn check_length(field: &CustomField, found: &str) -> Result<(), Fault> {
    text::check(
        found,
        usize::try_from(field.bounds.max).unwrap_or(usize::MAX),
    )?;
    if field.bounds.min <= 1 {
        return Ok(());
    }
    let length = found.chars().count();
    if field.bounds.allow(length) {
        return Ok(());
    }
    Err(Fault::new(Code::ValueTooShort)
        .with("limit", &field.bounds.min)
        .with("found", &length))
}

fn integer_within(field: &CustomField, number: i64) -> Result<Json, Fault> {
    if (field.bounds.min..=field.bounds.max).contains(&number) {
        Ok(number.into())
    } else {
        Err(out_of_range(field))
    }
}

/// Whole numbers are kept as such, so that `3` and `3.0` are the same value.
fn number_within(field: &CustomField, number: f64) -> Result<Json, Fault> {
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        reason = "the bounds are whole numbers that a decimal holds exactly"
    )]
    let (min, max, whole) = (
        field.bounds.min as f64,
        field.bounds.max as f64,
        number as i64,
    );
    if !(min..=max).contains(&number) {
        return Err(out_of_range(field));
    }
    Ok(if number.fract() == 0.0 {
        whole.into()
    } else {
        number.into()
    })
}

fn out_of_range(field: &CustomField) -> Fault {
    Fault::new(Code::NumberOutOfRange)
        .with("minimum", &field.bounds.min)
        .with("maximum", &field.bounds.max)
}

fn tags_within(field: &CustomField, tags: Vec<String>) -> Result<Option<Json>, Fault> {
    if tags.is_empty() {
        return Ok(None);
    }
    for tag in &tags {
        check_length(field, tag)?;
    }
    if !field.items.allow(tags.len()) {
        return Err(Fault::new(Code::TagCountInvalid)
            .with("minimum", &field.items.min)
            .with("maximum", &field.items.max)
            .with("found", &tags.len()));
    }
    Ok(Some(tags.into()))
}

#[cfg(test)]
mod tests;
