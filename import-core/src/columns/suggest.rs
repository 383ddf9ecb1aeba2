//! Which field a column probably feeds: by its name first, by its values where the name says nothing.

use std::collections::HashMap;

use icu_normalizer::ComposingNormalizerBorrowed;
use serde::{Deserialize, Serialize};

use super::field::{Field, Subject};
use super::synonyms::{EXPORTS, Export, SYNONYMS};
use crate::field::{Context, read, text};

/// A program whose export a file looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the names say it")]
pub enum System {
    Outlook,
    GoogleContacts,
    Salesforce,
    HubSpot,
    GenesysLegacy,
}

/// Why a field is suggested.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Reason {
    /// The column has the field's own name.
    Header,
    /// The column has the field's path in the API.
    Path,
    /// The column is called like that in this program's exports.
    Export(System),
    /// The column has another common name of the field.
    Synonym,
    /// The values look like it.
    Values,
}

/// How much to make of a suggestion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Confidence {
    /// To be offered, not to be taken for granted: nothing but the values says so, or it is about an
    /// organization and no column has the organization's external ID, without which rows are refused.
    Possible,
    /// To be chosen beforehand.
    Likely,
    /// Named by its own name.
    Certain,
}

/// What a column probably feeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestion {
    /// The field.
    pub field: Field,
    /// How sure that is.
    pub confidence: Confidence,
    /// Why.
    pub reason: Reason,
}

/// One column that may feed one field.
struct Candidate {
    score: i32,
    column: usize,
    field: Field,
    reason: Reason,
}

/// Suggests a field for each column, in their order; no field twice. `samples` holds some values of each
/// column; it may be shorter than the headers.
pub fn suggest(headers: &[String], samples: &[Vec<&str>]) -> Vec<Option<Suggestion>> {
    let names: Vec<String> = headers.iter().map(|header| normalised(header)).collect();
    let mut candidates = by_name(&names);
    for candidate in &mut candidates {
        // Exports have a column for everything: one that is empty gives way to one that is not.
        let values = samples
            .get(candidate.column)
            .map(Vec::as_slice)
            .unwrap_or_default();
        if !values.is_empty() && values.iter().all(|value| text::trim(value).is_empty()) {
            candidate.score -= 50;
        }
    }
    candidates.sort_by_key(|candidate| (-candidate.score, candidate.column));
    let mut chosen = vec![None; headers.len()];
    assign(&mut chosen, candidates);
    assign(&mut chosen, by_values(&names, samples));
    hold_back_organizations(&mut chosen);
    chosen
}

/// The letters and digits of a name in lower case; full-width ones and ligatures become plain.
fn normalised(name: &str) -> String {
    const { ComposingNormalizerBorrowed::new_nfkc() }
        .normalize(name)
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

fn by_name(names: &[String]) -> Vec<Candidate> {
    let known = Names::new();
    let export = EXPORTS
        .iter()
        .map(|export| (marks(export, names), export))
        .filter(|(marks, _)| *marks >= 2);
    // Of as many marks the program that stands first.
    let export = export
        .rev()
        .max_by_key(|(marks, _)| *marks)
        .map(|(_, export)| export);
    let mut candidates = Vec::new();
    for (column, name) in names
        .iter()
        .enumerate()
        .filter(|(_, name)| !name.is_empty())
    {
        let mut add = |score, field, reason| {
            candidates.push(Candidate {
                score,
                column,
                field,
                reason,
            });
        };
        if let Some(export) = export {
            for (rank, (_, field)) in (0..)
                .zip(export.names)
                .filter(|(_, (of, _))| normalised(of) == *name)
            {
                add(200 - rank, *field, Reason::Export(export.system));
            }
        }
        let own = known
            .0
            .get(name.as_str())
            .map(Vec::as_slice)
            .unwrap_or_default();
        for &(score, field, reason) in own {
            add(score, field, reason);
        }
        if let Some(field) = known.legacy(name) {
            add(60, field, Reason::Export(System::GenesysLegacy));
        }
    }
    candidates
}

fn marks(export: &Export, names: &[String]) -> usize {
    export
        .marks
        .iter()
        .filter(|mark| names.contains(&normalised(mark)))
        .count()
}

/// Every name that stands for a field in any file.
struct Names(HashMap<String, Vec<(i32, Field, Reason)>>);

impl Names {
    fn new() -> Self {
        let mut names = Self(HashMap::new());
        for &field in Field::ALL {
            names.add(field.header(), 100, field, Reason::Header);
            names.add(field.path(), 90, field, Reason::Path);
        }
        for (place, (field, synonyms)) in SYNONYMS.iter().enumerate() {
            // Names in a field's second line say less of it than those in its first.
            let is_weak = SYNONYMS[..place].iter().any(|(other, _)| other == field);
            let score = if is_weak { 70 } else { 80 };
            for synonym in *synonyms {
                // A name of several fields means the one that stands first.
                let key = normalised(synonym);
                let known = names
                    .0
                    .get(&key)
                    .map_or(0, |fields| i32::try_from(fields.len()).unwrap_or(9));
                names.add(synonym, score - known, *field, Reason::Synonym);
            }
        }
        names
    }

    fn add(&mut self, name: &str, score: i32, field: Field, reason: Reason) {
        let fields = self.0.entry(normalised(name)).or_default();
        if fields.iter().all(|(_, known, _)| *known != field) {
            fields.push((score, field, reason));
        }
    }

    /// The field of a name of the legacy process: ours behind `Contact` or `Account`.
    fn legacy(&self, name: &str) -> Option<Field> {
        let (subject, ours) = match (name.strip_prefix("contact"), name.strip_prefix("account")) {
            (Some(rest), _) => (Subject::Contact, rest.to_owned()),
            (_, Some(rest)) => (Subject::Organization, format!("externalorganization{rest}")),
            _ => return None,
        };
        let fields = self.0.get(&ours)?;
        fields
            .iter()
            .find(|(_, field, reason)| *reason == Reason::Header && field.subject() == subject)
            .map(|(_, field, _)| *field)
    }
}

const EMAILS: &[Field] = &[Field::WorkEmail, Field::PersonalEmail, Field::OtherEmail];
const PHONES: &[Field] = &[
    Field::CellPhone,
    Field::WorkPhone,
    Field::HomePhone,
    Field::OtherPhone,
];

/// Columns whose values are e-mail addresses or phones, nearly all of them.
fn by_values(names: &[String], samples: &[Vec<&str>]) -> Vec<Candidate> {
    let mut candidates = Vec::new();
    for (column, values) in samples
        .iter()
        .take(names.len())
        .enumerate()
        .filter(|(column, _)| !names[*column].is_empty())
    {
        let values: Vec<&str> = values
            .iter()
            .map(|value| text::trim(value))
            .filter(|value| !value.is_empty())
            .collect();
        let share = |fits: &dyn Fn(&str) -> bool| {
            values.iter().filter(|value| fits(value)).count() * 10 >= values.len() * 8
        };
        let is_read =
            |field: Field, value: &str| read(field.kind(), value, Context::default()).is_ok();
        // Plain digits may be anything; a phone shows itself by its punctuation.
        let is_phone = |value: &str| {
            value.contains(['+', '-', ' ', '.', '(']) && is_read(Field::CellPhone, value)
        };
        let fields = if values.len() < 3 {
            continue;
        } else if share(&|value| is_read(Field::WorkEmail, value)) {
            EMAILS
        } else if share(&is_phone) {
            PHONES
        } else {
            continue;
        };
        candidates.extend(fields.iter().map(|&field| Candidate {
            score: 0,
            column,
            field,
            reason: Reason::Values,
        }));
    }
    candidates
}

/// Gives each column and each field to its best candidate.
fn assign(chosen: &mut [Option<Suggestion>], candidates: Vec<Candidate>) {
    for Candidate {
        column,
        field,
        reason,
        ..
    } in candidates
    {
        if chosen[column].is_none() && chosen.iter().flatten().all(|other| other.field != field) {
            let confidence = match reason {
                Reason::Header | Reason::Path => Confidence::Certain,
                Reason::Export(_) | Reason::Synonym => Confidence::Likely,
                Reason::Values => Confidence::Possible,
            };
            chosen[column] = Some(Suggestion {
                field,
                confidence,
                reason,
            });
        }
    }
}

/// A company's name without its ID would have every row refused, so it is only offered.
fn hold_back_organizations(chosen: &mut [Option<Suggestion>]) {
    if chosen
        .iter()
        .flatten()
        .any(|suggestion| suggestion.field == Field::OrganizationExternalId)
    {
        return;
    }
    for suggestion in chosen.iter_mut().flatten() {
        if suggestion.field.subject() == Subject::Organization
            && suggestion.confidence < Confidence::Certain
        {
            suggestion.confidence = Confidence::Possible;
        }
    }
}

#[cfg(test)]
mod tests;
