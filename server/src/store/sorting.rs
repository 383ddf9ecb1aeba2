//! The order of what was found. The databases only find; their own orders differ in case and collation.

use std::cmp::Ordering;

use import_core::record::{Contact, Organization};

use super::{ContactRecord, ContactSort, OrganizationRecord, SortField};

/// Orders contacts.
pub(super) fn sort_contacts(contacts: &mut [ContactRecord], sort: &[ContactSort]) {
    contacts.sort_by(|a, b| {
        compare(sort, |field| {
            let contact = &a.stored.contact;
            let other = &b.stored.contact;
            by_field(field, contact, other, |field| match field {
                SortField::CreateDate => a.stored.created.cmp(&b.stored.created),
                _ => a.stored.modified.cmp(&b.stored.modified),
            })
        })
    });
}

/// Orders organizations.
pub(super) fn sort_organizations(organizations: &mut [OrganizationRecord], sort: &[ContactSort]) {
    organizations.sort_by(|a, b| {
        compare(sort, |field| match field {
            SortField::CreateDate => a.stored.created.cmp(&b.stored.created),
            SortField::ModifyDate => a.stored.modified.cmp(&b.stored.modified),
            _ => by_name(&a.stored.organization, &b.stored.organization),
        })
    });
}

fn compare(sort: &[ContactSort], by: impl Fn(SortField) -> Ordering) -> Ordering {
    sort.iter()
        .map(|key| {
            let order = by(key.field);
            if key.descending {
                order.reverse()
            } else {
                order
            }
        })
        .find(|order| order.is_ne())
        .unwrap_or(Ordering::Equal)
}

fn by_field(
    field: SortField,
    a: &Contact,
    b: &Contact,
    by_date: impl Fn(SortField) -> Ordering,
) -> Ordering {
    match field {
        SortField::FirstName => by_text(a.first_name.as_deref(), b.first_name.as_deref()),
        SortField::MiddleName => by_text(a.middle_name.as_deref(), b.middle_name.as_deref()),
        SortField::LastName | SortField::Name => {
            by_text(a.last_name.as_deref(), b.last_name.as_deref())
        }
        SortField::Title => by_text(a.title.as_deref(), b.title.as_deref()),
        SortField::CreateDate | SortField::ModifyDate => by_date(field),
    }
}

fn by_name(a: &Organization, b: &Organization) -> Ordering {
    by_text(a.name.as_deref(), b.name.as_deref())
}

/// Without case; what has no value comes last.
fn by_text(a: Option<&str>, b: Option<&str>) -> Ordering {
    let key = |text: Option<&str>| (text.is_none(), text.map(str::to_lowercase));
    key(a).cmp(&key(b))
}
