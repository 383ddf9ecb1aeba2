//! One organization: created, replaced, changed field by field, deleted.

use std::sync::Arc;

use serde_json::Value as Json;
use uuid::Uuid;

use super::body::{OrganizationBody, keep_spelling};
use super::custom::keep_schema;
use super::external_ids::{ArrayRule, check_name, check_organizations, combine};
use super::patch::{self, PatchChange};
use super::{Edit, Edited, Moment, Refusal};
use crate::applying::apply_to_organization;
use crate::columns::Subject;
use crate::engine::{Found, Known, change_organization};
use crate::record::{Organization, StoredOrganization};
use crate::schema::Schema;
use crate::settings::Policy;

/// Creates an organization; its external IDs must be its own.
///
/// # Errors
/// It has no name, an organization has one of the external IDs.
pub fn create_organization(
    known: Known,
    body: &OrganizationBody,
    moment: Moment<'_>,
) -> Result<Edited<StoredOrganization>, Refusal> {
    write(known, Found::Named(&[]), moment, &mut |organization| {
        describe(organization, body)
    })
}

/// Replaces everything that is known of an organization by what a body says.
///
/// # Errors
/// The organization is not there, it would have no name, another has one of the external IDs.
pub fn replace_organization(
    id: Uuid,
    known: Known,
    body: &OrganizationBody,
    moment: Moment<'_>,
) -> Result<Edited<StoredOrganization>, Refusal> {
    find(id, &known)?;
    write(known, Found::Named(&[id]), moment, &mut |organization| {
        describe(organization, body)
    })
}

/// Changes single fields of an organization.
///
/// # Errors
/// The organization is not there, a change cannot be applied, and those of [`replace_organization`].
pub fn patch_organization(
    id: Uuid,
    known: Known,
    changes: &[PatchChange],
    schema: Option<&Schema>,
    moment: Moment<'_>,
) -> Result<Edited<StoredOrganization>, Refusal> {
    let organization = &find(id, &known)?.organization;
    let json = serde_json::to_value(organization).unwrap_or_default();
    let Json::Object(mut document) = json else {
        return Err(Refusal::NotFound(id));
    };
    // Changes are read by the newest version.
    document.remove("schema");
    patch::apply(&mut document, changes, Subject::Organization)?;
    let body = OrganizationBody::read(&document, schema, |_| Policy::Overwrite)?;
    replace_organization(id, known, &body, moment)
}

/// Deletes an organization. Its contacts stay.
///
/// # Errors
/// The organization is not there.
pub fn delete_organization(id: Uuid, known: &Known) -> Result<Edit, Refusal> {
    Ok(Edit {
        deleted_organizations: vec![find(id, known)?.clone()],
        ..Edit::default()
    })
}

pub(super) fn find(id: Uuid, known: &Known) -> Result<&Arc<StoredOrganization>, Refusal> {
    let found = known.organizations.iter().find(|known| known.id == id);
    found.ok_or(Refusal::NotFound(id))
}

/// Goes the way of a row, and holds external IDs to be the organization's own.
pub(super) fn write(
    known: Known,
    found: Found<'_>,
    moment: Moment<'_>,
    apply: &mut dyn FnMut(&mut Organization) -> Result<(), Refusal>,
) -> Result<Edited<StoredOrganization>, Refusal> {
    let others = known.organizations.clone();
    let changed = change_organization(known.organizations, found, moment, apply)?;
    check_organizations(&changed.changes, &others)?;
    Ok(Edited {
        record: Arc::unwrap_or_clone(changed.record),
        outcome: changed.outcome,
        edit: Edit {
            organizations: changed.changes,
            ..Edit::default()
        },
    })
}

/// Makes an organization what a body says of it.
fn describe(organization: &mut Organization, body: &OrganizationBody) -> Result<(), Refusal> {
    let former = std::mem::take(organization);
    body.custom.check(&former.custom_fields)?;
    body.custom.keep(&mut organization.custom_fields);
    apply_to_organization(organization, &body.row, &body.settings);
    keep_schema(
        (&organization.custom_fields, &mut organization.schema),
        (&former.custom_fields, former.schema),
    );
    keep_spelling(&mut organization.phone_number, former.phone_number);
    keep_spelling(&mut organization.fax_number, former.fax_number);
    check_name(organization.name.as_ref())?;
    combine(
        &mut organization.external_ids,
        body.external_ids(),
        ArrayRule::Extend,
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::outcome::Outcome;

    fn read(body: &Json) -> OrganizationBody {
        OrganizationBody::read(body.as_object().unwrap(), None, |_| Policy::Overwrite).unwrap()
    }

    fn create(body: &Json) -> Result<Edited<StoredOrganization>, Refusal> {
        let mut new_id = || Uuid::from_u128(7);
        let moment = Moment {
            now: 10,
            new_id: &mut new_id,
        };
        create_organization(Known::default(), &read(body), moment)
    }

    #[test]
    fn an_organization_has_a_name_and_lists() {
        assert!(matches!(
            create(&json!({"industry": "Trade"})),
            Err(Refusal::Problem(_))
        ));
        let created = create(&json!({
            "name": "Acme", "tags": ["a", "a; b", " "], "employeeCount": 3,
            "tickers": [{"symbol": "ACM", "exchange": "NYSE"}],
        }))
        .unwrap();
        assert_eq!(created.outcome, Outcome::Created);
        let organization = &created.record.organization;
        assert_eq!(organization.tags, ["a", "a; b"]);
        assert_eq!(organization.tickers[0].exchange, "NYSE");
        assert_eq!(organization.employee_count, Some(3));
    }
}
