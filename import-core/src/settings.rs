//! The choices of one import, as checking and planning need them.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::columns::{Field, Subject};
use crate::field::ValueFormat;
use crate::record::IdentifierKind;
use crate::schema::{CustomField, SchemaRef};

/// What the cells of one column do to a record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Policy {
    /// A value is set; an empty cell keeps what is there.
    #[default]
    Overwrite,
    /// A value is set; an empty cell clears.
    OverwriteOrClear,
    /// A value is set only where the record has none.
    Fill,
}

/// What contacts are matched by after their external ID, named as in the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[expect(missing_docs, reason = "the names are those of the identifiers")]
pub enum Criterion {
    Email,
    Phone,
    SocialWhatsapp,
    SocialLine,
    SocialTwitter,
    SocialFacebook,
    SocialInstagram,
}

impl Criterion {
    /// Every criterion, in the order they are offered.
    pub const ALL: &[Self] = &[
        Self::Email,
        Self::Phone,
        Self::SocialWhatsapp,
        Self::SocialLine,
        Self::SocialTwitter,
        Self::SocialFacebook,
        Self::SocialInstagram,
    ];

    /// The identifiers it compares.
    pub const fn identifier(self) -> IdentifierKind {
        match self {
            Self::Email => IdentifierKind::Email,
            Self::Phone => IdentifierKind::Phone,
            Self::SocialWhatsapp => IdentifierKind::SocialWhatsapp,
            Self::SocialLine => IdentifierKind::SocialLine,
            Self::SocialTwitter => IdentifierKind::SocialTwitter,
            Self::SocialFacebook => IdentifierKind::SocialFacebook,
            Self::SocialInstagram => IdentifierKind::SocialInstagram,
        }
    }
}

/// One column that is imported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportColumn {
    /// Its place in the file, from 0.
    pub index: usize,
    /// Its name in the file, for messages.
    pub header: String,
    /// What it feeds.
    pub field: Field,
    /// What its cells do.
    pub policy: Policy,
}

/// One column that is imported into a custom field.
///
/// It carries the field as the schema had it when the choices were made: what was validated by one version is
/// imported by the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomColumn {
    /// Its place in the file, from 0.
    pub index: usize,
    /// Its name in the file, for messages.
    pub header: String,
    /// Whose field it is.
    pub subject: Subject,
    /// The schema of the field.
    pub schema: SchemaRef,
    /// What it feeds.
    pub field: CustomField,
    /// What its cells do.
    pub policy: Policy,
    /// How its dates or numbers are written, where that was chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<ValueFormat>,
}

/// Whose rules the columns and values of a file follow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Layout {
    /// Columns are mapped to fields, whatever their names.
    #[default]
    Mapped,
    /// Columns have the names of the legacy process, some values must be there, and phones are read in E.164 alone.
    Legacy,
}

/// The choices of one import, resolved against the columns of its file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// The source that the file's external IDs belong to.
    pub source: Uuid,
    /// Whose rules its columns and values follow.
    #[serde(default)]
    pub layout: Layout,
    /// What contacts are matched by, in this order, after their external ID.
    pub criteria: Vec<Criterion>,
    /// Whether all matched contacts become one, or only the first is updated.
    pub merge: bool,
    /// ISO 3166 region in which phones without a country are read.
    pub default_region: String,
    /// The columns that are imported, in the file's order; no field twice.
    pub columns: Vec<ImportColumn>,
    /// The columns of custom fields that are imported, in the file's order; no field twice.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub custom: Vec<CustomColumn>,
}

impl Settings {
    /// For a file of these columns, in its order, as long as nothing else is chosen: contacts are matched by their
    /// external ID alone, of several the first is updated, and values overwrite.
    pub fn of_columns<'h>(columns: impl IntoIterator<Item = (&'h str, Field)>) -> Self {
        let columns = columns.into_iter().enumerate();
        Self {
            source: Uuid::nil(),
            layout: Layout::Mapped,
            criteria: Vec::new(),
            merge: false,
            default_region: "US".to_owned(),
            columns: columns
                .map(|(index, (header, field))| ImportColumn {
                    index,
                    header: header.to_owned(),
                    field,
                    policy: Policy::default(),
                })
                .collect(),
            custom: Vec::new(),
        }
    }
}
