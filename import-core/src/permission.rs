//! Everything that a user or an API client can be allowed to do, under the names of the public API.

use std::fmt;

macro_rules! permissions {
    ($($variant:ident $name:literal,)*) => {
        /// One permission. Its name, such as `externalContacts:contact:view`, is used everywhere outside this crate.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Permission {
            $(#[doc = concat!("`", $name, "`")] $variant,)*
        }

        impl Permission {
            /// Every permission there is.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The stable name: domain, entity and action.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }
        }
    };
}

permissions! {
    ExternalEntityImport "externalContacts:externalEntity:import",
    ContactView "externalContacts:contact:view",
    ContactAdd "externalContacts:contact:add",
    ContactEdit "externalContacts:contact:edit",
    ContactDelete "externalContacts:contact:delete",
    ContactViewAll "externalContacts:contact:viewAll",
    ContactEnrich "externalContacts:contact:enrich",
    ContactSearch "externalContacts:contact:search",
    OrganizationView "externalContacts:externalOrganization:view",
    OrganizationAdd "externalContacts:externalOrganization:add",
    OrganizationEdit "externalContacts:externalOrganization:edit",
    OrganizationDelete "externalContacts:externalOrganization:delete",
    OrganizationViewAll "externalContacts:externalOrganization:viewAll",
    OrganizationEnrich "externalContacts:externalOrganization:enrich",
    OrganizationSearch "externalContacts:externalOrganization:search",
    ImportJobAdd "externalContacts:importJob:add",
    ImportJobEdit "externalContacts:importJob:edit",
    ImportJobView "externalContacts:importJob:view",
    ImportJobViewAll "externalContacts:importJob:viewAll",
    ImportCsvJobAdd "externalContacts:importCsvJob:add",
    ImportSettingsAdd "externalContacts:importSettings:add",
    ImportSettingsDelete "externalContacts:importSettings:delete",
    ImportSettingsEdit "externalContacts:importSettings:edit",
    ImportSettingsView "externalContacts:importSettings:view",
    ImportSettingsViewAll "externalContacts:importSettings:viewAll",
    ImportCsvSettingsAdd "externalContacts:importCsvSettings:add",
    ImportCsvSettingsDelete "externalContacts:importCsvSettings:delete",
    ImportCsvSettingsEdit "externalContacts:importCsvSettings:edit",
    ImportCsvSettingsView "externalContacts:importCsvSettings:view",
    ImportCsvUploadAdd "externalContacts:importCsvUpload:add",
    ImportCsvUploadView "externalContacts:importCsvUpload:view",
    ExternalSourceAdd "externalContacts:externalSource:add",
    ExternalSourceDelete "externalContacts:externalSource:delete",
    ExternalSourceEdit "externalContacts:externalSource:edit",
    ExternalSourceView "externalContacts:externalSource:view",
    ExportView "externalContacts:export:view",
    ExportAdd "externalContacts:export:add",
    CustomFieldsView "externalContacts:customFields:view",
    CustomFieldsAdd "externalContacts:customFields:add",
    CustomFieldsEdit "externalContacts:customFields:edit",
    IdentityMerge "externalContacts:identity:merge",
    RoleView "authorization:role:view",
    RoleAdd "authorization:role:add",
    RoleEdit "authorization:role:edit",
    RoleDelete "authorization:role:delete",
    GrantView "authorization:grant:view",
    GrantAdd "authorization:grant:add",
    GrantEdit "authorization:grant:edit",
    GrantDelete "authorization:grant:delete",
    DivisionView "authorization:division:view",
    DivisionAdd "authorization:division:add",
    DivisionEdit "authorization:division:edit",
    DivisionDelete "authorization:division:delete",
    OauthClientView "oauth:client:view",
    OauthClientAdd "oauth:client:add",
    OauthClientEdit "oauth:client:edit",
    OauthClientDelete "oauth:client:delete",
    UserView "directory:user:view",
    UserAdd "directory:user:add",
    UserEdit "directory:user:edit",
    UserDelete "directory:user:delete",
}

impl Permission {
    /// The part of the product it belongs to: the first part of its name.
    pub fn domain(self) -> &'static str {
        self.part(0)
    }

    /// The kind of thing it is about: the second part of its name.
    pub fn entity(self) -> &'static str {
        self.part(1)
    }

    /// What may be done with it: the last part of its name.
    pub fn action(self) -> &'static str {
        self.part(2)
    }

    fn part(self, index: usize) -> &'static str {
        self.name().split(':').nth(index).unwrap_or_default()
    }

    /// The permission of this name.
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|permission| permission.name() == name)
    }
}

impl fmt::Display for Permission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_has_three_parts_and_is_found() {
        for &permission in Permission::ALL {
            let (domain, entity) = (permission.domain(), permission.entity());
            let name = format!("{domain}:{entity}:{}", permission.action());
            assert_eq!(name, permission.name());
            assert!(!permission.action().is_empty());
            assert_eq!(Permission::by_name(&name), Some(permission));
        }
    }
}
