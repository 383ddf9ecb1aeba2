//! What the column beside one like Google's `Phone 1 - Value` says of it, row by row.

use super::field::Field::{
    self, CellPhone, HomePhone, OtherEmail, OtherPhone, PersonalEmail, WorkEmail, WorkPhone,
};
use super::looks::Look;
use super::names::plain;
use super::suggest::Sample;

const PHONES: &[(Option<Field>, &[&str])] = &[
    (Some(CellPhone), &["mobile", "cell", "手机", "移动"]),
    (Some(WorkPhone), &["work", "工作", "单位"]),
    (Some(HomePhone), &["home", "住宅", "家庭"]),
    (Some(OtherPhone), &["other", "main", "其他"]),
    // Nobody is called by these.
    (
        None,
        &[
            "fax",
            "workfax",
            "homefax",
            "otherfax",
            "pager",
            "传真",
            "工作传真",
            "住宅传真",
            "寻呼机",
        ],
    ),
];

const EMAILS: &[(Option<Field>, &[&str])] = &[
    (Some(WorkEmail), &["work", "工作", "单位"]),
    (
        Some(PersonalEmail),
        &["home", "personal", "个人", "家庭", "住宅"],
    ),
    (Some(OtherEmail), &["other", "其他"]),
];

/// The labels of one column.
pub(super) struct Labels {
    /// The place of the column that they are in.
    pub(super) column: usize,
    /// How many rows have one.
    all: usize,
    /// How many of them say which field; no field is fed by what is no phone to call.
    said: Vec<(Option<Field>, usize)>,
}

impl Labels {
    /// The labels of a column, if its name is like `Phone 1 - Value` and there is a `Phone 1 - Label`.
    pub(super) fn of(names: &[String], columns: &[Sample<'_>], column: usize) -> Option<Self> {
        let known = match numbered_value(&names[column])? {
            Look::Phones => PHONES,
            _ => EMAILS,
        };
        let stem = names[column].strip_suffix("value")?;
        let is_label = |name: &String| matches!(name.strip_prefix(stem), Some("label" | "type"));
        let label = names.iter().position(is_label)?;
        let labels: Vec<String> = columns[label].values.iter().map(|v| plain(v)).collect();
        let count = |words: &[&str]| {
            let says = |label: &&String| words.contains(&label.as_str());
            labels.iter().filter(says).count()
        };
        Some(Self {
            column: label,
            all: labels.len(),
            said: known
                .iter()
                .map(|(field, words)| (*field, count(words)))
                .collect(),
        })
    }

    /// The field that more than half of them say.
    pub(super) fn field(&self) -> Option<Field> {
        self.most()?.0
    }

    /// Whether more than half of them say that nobody is called there.
    pub(super) fn are_of_nothing(&self) -> bool {
        self.most().is_some_and(|(field, _)| field.is_none())
    }

    /// Whether all of them say this field.
    pub(super) fn agree(&self, field: Field) -> bool {
        self.said.contains(&(Some(field), self.all))
    }

    /// Whether any of them says another one.
    pub(super) fn contradict(&self, field: Field) -> bool {
        let mut said = self.said.iter();
        said.any(|(said, count)| *said != Some(field) && *count > 0)
    }

    fn most(&self) -> Option<&(Option<Field>, usize)> {
        let mut said = self.said.iter();
        said.find(|(_, count)| count * 2 > self.all)
    }
}

/// What is in a column like Google's `Phone 1 - Value`.
pub(super) fn numbered_value(name: &str) -> Option<Look> {
    let stem = name.strip_suffix("value")?;
    match stem.trim_end_matches(|c: char| c.is_ascii_digit()) {
        "phone" => Some(Look::Phones),
        "email" => Some(Look::Emails),
        _ => None,
    }
}
