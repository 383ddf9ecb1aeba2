//! Which field a column probably feeds, how sure that is, and why: by its name first, by its values where the name
//! says nothing. What the values look like also confirms a weak name, or casts doubt on a good one.

use super::addresses;
use super::exports::{Export, System, recognise};
use super::field::{Field, Subject};
use super::labels::{Labels, numbered_value};
use super::looks::{self, Look};
use super::names::{Names, plain};
use super::similar::{self, Similar};

/// Names of more columns than that were made by no person, and are not searched for slips.
const MOST_SIMILAR: usize = 200;

/// A column before anything is chosen for it.
#[derive(Clone, Copy, Debug)]
pub struct Sample<'a> {
    /// Its name; may be empty.
    pub header: &'a str,
    /// Some of its values, none of them empty.
    pub values: &'a [String],
}

/// Why a field is suggested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The column has the field's own name.
    Header,
    /// The column has the field's path in the API.
    Path,
    /// The column is called like that in this program's exports.
    Export(System),
    /// The column at this place says which of several it is, as Google's `Phone 1 - Label` does.
    Label(usize),
    /// The column has another common name of the field.
    Synonym,
    /// The column's name is nearly this one.
    Similar(&'static str),
    /// The values look like it.
    Values(Look),
}

/// How much to make of a suggestion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// To be offered, not to be taken for granted.
    Possible,
    /// To be chosen beforehand.
    Likely,
    /// Named by its own name, or as a known program names it.
    Certain,
}

/// Why a suggestion counts for less than its reason says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// Hardly a value of the column can be one of the field.
    Values,
    /// Another column says something else of some rows.
    Labels,
    /// The values are whole names, and no column has first names: all of a name would be the last name.
    WholeNames,
    /// It is about an organization, and no column has the organization's external ID, without which rows are
    /// refused.
    NoOrganizationId,
}

/// What a column probably feeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The field.
    pub field: Field,
    /// How sure that is.
    pub confidence: Confidence,
    /// Why.
    pub reason: Reason,
    /// What speaks against it.
    pub doubt: Option<Doubt>,
}

/// What can be said of a column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Advice {
    /// It probably feeds this.
    Suggested(Suggestion),
    /// Its name stands for a field that another column feeds.
    Taken {
        /// The field.
        field: Field,
        /// The other column's place.
        by: usize,
    },
    /// Its name is as near to the one field as to the other.
    Ambiguous(Field, Field),
    /// Nothing.
    #[default]
    Unknown,
}

impl Advice {
    /// The field to be chosen beforehand: nothing below [`Confidence::Likely`] is.
    pub fn beforehand(self) -> Option<Field> {
        match self {
            Self::Suggested(suggestion) if suggestion.confidence >= Confidence::Likely => {
                Some(suggestion.field)
            }
            _ => None,
        }
    }
}

/// What can be said of a file's columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Advised {
    /// The program whose export the file looks like.
    pub system: Option<System>,
    /// One for each column.
    pub columns: Vec<Advice>,
}

/// One column that may feed one field.
struct Candidate {
    score: i32,
    column: usize,
    suggestion: Suggestion,
}

/// Says what can be said of a file's columns. No field is suggested twice.
pub fn suggest(columns: &[Sample<'_>]) -> Advised {
    let names: Vec<String> = columns.iter().map(|column| plain(column.header)).collect();
    let export = recognise(&names);
    let mut candidates = Vec::new();
    if let Some(export) = export {
        by_export(&names, columns, export, &mut candidates);
    }
    let mut advice = by_name(&names, export.is_none(), &mut candidates);
    by_values(&names, columns, &mut candidates);
    if let Some(export) = export {
        rule_out(&names, columns, export, &mut candidates);
    }
    weigh(columns, &mut candidates);
    candidates.sort_by_key(|candidate| (-candidate.score, candidate.column));
    assign(
        &mut advice,
        &candidates,
        &other_addresses(&names, columns, &candidates),
    );
    hold_back_organizations(&mut advice);
    doubt_whole_names(&mut advice, columns);
    Advised {
        system: export.map(|export| export.system),
        columns: advice,
    }
}

fn candidate(
    score: i32,
    column: usize,
    field: Field,
    confidence: Confidence,
    reason: Reason,
) -> Candidate {
    let doubt = None;
    let suggestion = Suggestion {
        field,
        confidence,
        reason,
        doubt,
    };
    Candidate {
        score,
        column,
        suggestion,
    }
}

/// What the program's own names say.
fn by_export(
    names: &[String],
    columns: &[Sample<'_>],
    export: &Export,
    candidates: &mut Vec<Candidate>,
) {
    let known: Vec<String> = export.names.iter().map(|(name, _)| plain(name)).collect();
    for (column, name) in names.iter().enumerate() {
        let labels = Labels::of(names, columns, column);
        let mut add = |score, field, confidence, reason| {
            let mut candidate = candidate(score, column, field, confidence, reason);
            let is_contradicted = labels
                .as_ref()
                .is_some_and(|labels| labels.contradict(field));
            candidate.suggestion.doubt = is_contradicted.then_some(Doubt::Labels);
            candidates.push(candidate);
        };
        if let Some(labels) = &labels
            && let Some(field) = labels.field()
        {
            let confidence = if labels.agree(field) {
                Confidence::Certain
            } else {
                Confidence::Likely
            };
            add(220, field, confidence, Reason::Label(labels.column));
        }
        let numbered = numbered_value(name).filter(|_| export.system == System::GoogleContacts);
        let confidence = match numbered {
            // It may be of any kind.
            Some(_) => Confidence::Likely,
            None => Confidence::Certain,
        };
        let reason = Reason::Export(export.system);
        for (rank, (known, (_, field))) in (0..).zip(known.iter().zip(export.names)) {
            if known == name {
                add(200 - rank, *field, confidence, reason);
            }
        }
        // Where the labels give its field to another one, it gets one that is free.
        let free = numbered.map(Look::fields).unwrap_or_default();
        for (rank, field) in (0..).zip(free) {
            add(110 - rank, *field, confidence, reason);
        }
    }
}

/// Takes back what is said of columns that the program's own names or labels rule out.
fn rule_out(
    names: &[String],
    columns: &[Sample<'_>],
    export: &Export,
    candidates: &mut Vec<Candidate>,
) {
    let nothing: Vec<String> = export.nothing.iter().map(|name| plain(name)).collect();
    let is_ruled_out = |column: usize| {
        let labels = Labels::of(names, columns, column);
        nothing.contains(&names[column]) || labels.is_some_and(|labels| labels.are_of_nothing())
    };
    let ruled_out: Vec<bool> = (0..names.len()).map(is_ruled_out).collect();
    candidates.retain(|candidate| !ruled_out[candidate.column]);
}

/// What the names say in any file; and where they say two things, that. The names that programs write have no slips.
fn by_name(names: &[String], has_slips: bool, candidates: &mut Vec<Candidate>) -> Vec<Advice> {
    let known = Names::new();
    let mut advice = vec![Advice::Unknown; names.len()];
    let mut searched = 0;
    let is_foreign = names.iter().any(|name| {
        let mut known = known.of(name);
        known.any(|known| known.is_foreign && !known.is_shared)
    });
    for (column, name) in names.iter().enumerate() {
        if name.is_empty() {
            continue;
        }
        let before = candidates.len();
        candidates.extend(known.of(name).map(|known| {
            let (score, confidence) = match known.reason {
                Reason::Header | Reason::Path => (known.score, Confidence::Certain),
                _ if known.is_shared && !is_foreign => (20, Confidence::Possible),
                _ => (known.score, Confidence::Likely),
            };
            candidate(score, column, known.field, confidence, known.reason)
        }));
        if let Some(field) = legacy(name, &known) {
            let reason = Reason::Export(System::GenesysLegacy);
            candidates.push(candidate(60, column, field, Confidence::Likely, reason));
        }
        let is_known = candidates.len() > before
            || candidates
                .iter()
                .any(|candidate| candidate.column == column);
        if is_known || !has_slips || searched == MOST_SIMILAR {
            continue;
        }
        searched += 1;
        match similar::find(name, &known) {
            Some(Similar::One(known)) => {
                let reason = Reason::Similar(known.name);
                candidates.push(candidate(
                    30,
                    column,
                    known.field,
                    Confidence::Possible,
                    reason,
                ));
            }
            Some(Similar::Several(one, other)) => {
                advice[column] = Advice::Ambiguous(one.field, other.field);
            }
            None => {}
        }
    }
    advice
}

/// The field of a name of the legacy process: ours behind `Contact` or `Account`.
fn legacy(name: &str, known: &Names) -> Option<Field> {
    let (subject, ours) = match (name.strip_prefix("contact"), name.strip_prefix("account")) {
        (Some(rest), _) => (Subject::Contact, rest.to_owned()),
        (_, Some(rest)) => (Subject::Organization, format!("externalorganization{rest}")),
        _ => return None,
    };
    known
        .of(&ours)
        .find(|known| known.reason == Reason::Header && known.field.subject() == subject)
        .map(|known| known.field)
}

/// What the values alone say.
fn by_values(names: &[String], columns: &[Sample<'_>], candidates: &mut Vec<Candidate>) {
    for (column, sample) in columns.iter().enumerate() {
        if names[column].is_empty() {
            continue;
        }
        if let Some(look) = Look::of(sample.values) {
            let reason = Reason::Values(look);
            candidates.extend(
                look.fields()
                    .iter()
                    .map(|&field| candidate(-100, column, field, Confidence::Possible, reason)),
            );
        }
    }
}

/// Lets the values confirm or contradict what the names say.
fn weigh(columns: &[Sample<'_>], candidates: &mut [Candidate]) {
    let has_values = columns.iter().any(|column| !column.values.is_empty());
    for Candidate {
        score,
        column,
        suggestion,
    } in candidates
    {
        let values = columns[*column].values;
        // Exports have a column for everything: one that is empty gives way to one that is not.
        if has_values && values.is_empty() {
            *score -= 50;
        }
        if matches!(suggestion.reason, Reason::Similar(_))
            && looks::confirm(suggestion.field, values)
        {
            suggestion.confidence = Confidence::Likely;
        }
        if looks::contradict(suggestion.field, values) {
            suggestion.doubt = Some(Doubt::Values);
            if matches!(suggestion.reason, Reason::Header | Reason::Path) {
                // Whoever calls a column so means it; its problems will show.
                suggestion.confidence = Confidence::Likely;
            } else {
                *score -= 300;
                suggestion.confidence = Confidence::Possible;
            }
        }
    }
}

/// The candidates that are parts of addresses which are not the one to take.
fn other_addresses(
    names: &[String],
    columns: &[Sample<'_>],
    candidates: &[Candidate],
) -> Vec<usize> {
    let parts = candidates
        .iter()
        .filter(|candidate| addresses::is_part(candidate.suggestion.field));
    addresses::others(names, columns, parts.map(|candidate| candidate.column))
}

/// Gives each column and each field to its best candidate; `candidates` are sorted. The columns of other addresses get
/// no part of one, though it be free.
fn assign(advice: &mut [Advice], candidates: &[Candidate], other_addresses: &[usize]) {
    let mut taken: Vec<(Field, usize)> = Vec::new();
    let (other, first): (Vec<&Candidate>, Vec<&Candidate>) =
        candidates.iter().partition(|candidate| {
            addresses::is_part(candidate.suggestion.field)
                && other_addresses.contains(&candidate.column)
        });
    for candidate in first {
        let field = candidate.suggestion.field;
        let here = &mut advice[candidate.column];
        if matches!(here, Advice::Suggested(_)) {
            continue;
        }
        match taken.iter().find(|(of, _)| *of == field) {
            None => {
                *here = Advice::Suggested(candidate.suggestion);
                taken.push((field, candidate.column));
            }
            Some(&(_, by)) => note_taken(here, candidate, by),
        }
    }
    for candidate in other {
        let field = candidate.suggestion.field;
        if let Some(&(_, by)) = taken.iter().find(|(of, _)| *of == field) {
            note_taken(&mut advice[candidate.column], candidate, by);
        }
    }
}

/// The best that a column could have been; what merely looks like one claims no name.
fn note_taken(here: &mut Advice, candidate: &Candidate, by: usize) {
    let Suggestion { field, reason, .. } = candidate.suggestion;
    if *here == Advice::Unknown && !matches!(reason, Reason::Values(_)) {
        *here = Advice::Taken { field, by };
    }
}

/// A column that is merely a common name of the last name often has whole names.
fn doubt_whole_names(advice: &mut [Advice], columns: &[Sample<'_>]) {
    let feeds =
        |advice: &Advice, field| matches!(advice, Advice::Suggested(found) if found.field == field);
    if advice.iter().any(|advice| feeds(advice, Field::FirstName)) {
        return;
    }
    for (advice, column) in advice.iter_mut().zip(columns) {
        if let Advice::Suggested(suggestion) = advice
            && suggestion.field == Field::LastName
            && suggestion.reason == Reason::Synonym
            && suggestion.doubt.is_none()
            && looks::are_whole_names(column.values)
        {
            suggestion.doubt = Some(Doubt::WholeNames);
        }
    }
}

/// A company's name without its ID would have every row refused, so it is only offered.
fn hold_back_organizations(advice: &mut [Advice]) {
    let suggestions = || {
        advice.iter().filter_map(|advice| match advice {
            Advice::Suggested(suggestion) => Some(suggestion),
            _ => None,
        })
    };
    let has_id = suggestions().any(|suggestion| {
        suggestion.field == Field::OrganizationExternalId
            && suggestion.confidence >= Confidence::Likely
    });
    if has_id {
        return;
    }
    for advice in advice {
        if let Advice::Suggested(suggestion) = advice
            && suggestion.field.subject() == Subject::Organization
            && !matches!(suggestion.reason, Reason::Header | Reason::Path)
        {
            suggestion.confidence = Confidence::Possible;
            suggestion.doubt = Some(Doubt::NoOrganizationId);
        }
    }
}

#[cfg(test)]
pub(super) mod tests;
