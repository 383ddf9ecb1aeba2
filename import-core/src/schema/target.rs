//! What a column of a file can feed.

use super::{CustomField, Schema, Schemas};
use crate::columns::{Field, Subject};

/// What a column of a file feeds: a field that every record has, or one of a schema.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// A field that every record has.
    Field(Field),
    /// A field of a schema.
    Custom {
        /// Whose schema.
        subject: Subject,
        /// The field's key.
        key: String,
    },
}

const CONTACT: &str = "customFields.";
const ORGANIZATION: &str = "externalOrganization.customFields.";
const ORGANIZATION_HEADER: &str = "External Organization ";

impl Target {
    /// The target of this path or header: a custom field by its path, key or title. Headers are compared
    /// without case; of contacts and organizations that call a field alike the contacts' one is meant, and the
    /// other is called `External Organization ...`.
    pub fn by_name(name: &str, schemas: &Schemas) -> Option<Self> {
        if let Some(field) = Field::by_name(name) {
            return Some(Self::Field(field));
        }
        let name = name.trim();
        let mut fields = schemas.open_fields();
        fields
            .find(|(subject, field)| names(*subject, field, name))
            .map(|(subject, field)| Self::custom(subject, field))
    }

    /// The field of a schema as a target.
    pub fn custom(subject: Subject, field: &CustomField) -> Self {
        Self::Custom {
            subject,
            key: field.key.clone(),
        }
    }

    /// Where it stands in the API's JSON; its name everywhere outside this crate.
    pub fn path(&self) -> String {
        match self {
            Self::Field(field) => field.path().to_owned(),
            Self::Custom { subject, key } => format!("{}{key}", prefix(*subject)),
        }
    }

    /// The name of its column in a file that is made here: [`Self::by_name`] finds it again, while it takes values.
    pub fn header(&self, schemas: &Schemas) -> String {
        let (subject, key) = match self {
            Self::Field(field) => return field.header().to_owned(),
            Self::Custom { subject, key } => (*subject, key),
        };
        let field = schemas.of(subject).and_then(|schema| schema.field(key));
        let title = field.map_or(key, |field| &field.title);
        let names = [title.clone(), format!("{ORGANIZATION_HEADER}{title}")];
        let mut names = names.into_iter();
        let found = names.find(|name| Self::by_name(name, schemas).as_ref() == Some(self));
        found.unwrap_or_else(|| self.path())
    }

    /// Which record it belongs to.
    pub const fn subject(&self) -> Subject {
        match self {
            Self::Field(field) => field.subject(),
            Self::Custom { subject, .. } => *subject,
        }
    }

    /// The custom field that it is, where there still is one, with its schema.
    pub fn custom_field<'s>(&self, schemas: &'s Schemas) -> Option<(&'s Schema, &'s CustomField)> {
        let Self::Custom { subject, key } = self else {
            return None;
        };
        let schema = schemas.of(*subject)?;
        let field = schema.open_fields().find(|field| field.key == *key)?;
        Some((schema, field))
    }

    /// The custom field that a column is probably about, by its name: letters and digits decide.
    pub fn suggest(header: &str, schemas: &Schemas) -> Option<Self> {
        let name = plain(header);
        let is_called = |subject: Subject, field: &CustomField| {
            let path = Self::custom(subject, field).path();
            let mut own = [&field.title, &field.key].into_iter();
            plain(&path) == name
                || own.any(|own| {
                    let of_organization = || plain(&format!("{ORGANIZATION_HEADER}{own}")) == name;
                    plain(own) == name || subject == Subject::Organization && of_organization()
                })
        };
        let mut fields = schemas.open_fields();
        let found = fields.find(|(subject, field)| is_called(*subject, field));
        found
            .filter(|_| !name.is_empty())
            .map(|(subject, field)| Self::custom(subject, field))
    }
}

const fn prefix(subject: Subject) -> &'static str {
    match subject {
        Subject::Contact => CONTACT,
        Subject::Organization => ORGANIZATION,
    }
}

fn names(subject: Subject, field: &CustomField, name: &str) -> bool {
    if name.strip_prefix(prefix(subject)) == Some(&field.key) {
        return true;
    }
    let title = name.to_lowercase();
    let own = field.title.to_lowercase();
    let of_organization = || title == format!("{}{own}", ORGANIZATION_HEADER.to_lowercase());
    title == own || name == field.key || subject == Subject::Organization && of_organization()
}

fn plain(name: &str) -> String {
    let letters = name.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::of_properties;
    use super::*;

    fn schemas() -> Schemas {
        Schemas {
            contact: Some(of_properties(&json!({
                "shoe_size_integer": {"title": "Shoe size"},
                "old_text": {"title": "Old", "_disabled": true},
                "title_text": {"title": "Title"},
            }))),
            organization: Some(of_properties(&json!({
                "shoe_size_integer": {"title": "Shoe size"}, "tier_enum": {"title": "Tier", "enum": ["A"]},
            }))),
        }
    }

    #[track_caller]
    fn check(found: Option<Target>, path: Option<&str>) {
        assert_eq!(found.map(|target| target.path()).as_deref(), path);
    }

    #[test]
    fn a_custom_field_has_a_path_a_key_and_a_title() {
        for (name, path) in [
            (
                "customFields.shoe_size_integer",
                "customFields.shoe_size_integer",
            ),
            ("shoe_size_integer", "customFields.shoe_size_integer"),
            (" SHOE SIZE ", "customFields.shoe_size_integer"),
            (
                "External Organization shoe size",
                "externalOrganization.customFields.shoe_size_integer",
            ),
            (
                "externalOrganization.customFields.tier_enum",
                "externalOrganization.customFields.tier_enum",
            ),
            ("tier", "externalOrganization.customFields.tier_enum"),
            ("title", "title"),
        ] {
            check(Target::by_name(name, &schemas()), Some(path));
        }
        check(Target::by_name("old", &schemas()), None);
        check(Target::by_name("customFields.tier_enum", &schemas()), None);
        check(Target::by_name("shoe size", &Schemas::default()), None);
    }

    #[test]
    fn a_header_leads_back_to_its_target() {
        let schemas = schemas();
        let check = |subject: Subject, key: &str, header: &str| {
            let key = key.to_owned();
            let target = Target::Custom { subject, key };
            assert_eq!(target.header(&schemas), header);
            let found = Target::by_name(header, &schemas);
            let is_open = target.custom_field(&schemas).is_some();
            assert_eq!(found, is_open.then_some(target), "{header}");
        };
        check(Subject::Contact, "shoe_size_integer", "Shoe size");
        // A field that every record has is called so too.
        check(Subject::Contact, "title_text", "customFields.title_text");
        // One that takes no values any more.
        check(Subject::Contact, "old_text", "customFields.old_text");
        let header = "External Organization Shoe size";
        check(Subject::Organization, "shoe_size_integer", header);
        check(Subject::Organization, "tier_enum", "Tier");
        let target = Target::Field(Field::WorkEmail);
        assert_eq!(target.header(&schemas), "Work Email");
    }

    #[test]
    fn columns_are_suggested_by_their_letters() {
        for (header, path) in [
            ("shoe-size", Some("customFields.shoe_size_integer")),
            (
                "Custom Fields: Shoe Size Integer",
                Some("customFields.shoe_size_integer"),
            ),
            (
                "External Organization Tier",
                Some("externalOrganization.customFields.tier_enum"),
            ),
            ("Old", None),
            ("", None),
        ] {
            check(Target::suggest(header, &schemas()), path);
        }
    }

    #[test]
    fn a_schema_that_is_not_enabled_has_no_targets() {
        let mut schemas = schemas();
        schemas.contact.as_mut().unwrap().enabled = false;
        check(
            Target::by_name("shoe size", &schemas),
            Some("externalOrganization.customFields.shoe_size_integer"),
        );
    }
}
