//! The addresses of the page.

/// What an address shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// `/`: goes on to the contacts.
    Home,
    /// `/sign-in`
    SignIn,
    /// `/setup#TOKEN`: the first administrator.
    Setup,
    /// `/import`: the choice of a file.
    ImportFile,
    /// `/import/rows`: every row of the file.
    ImportRows,
    /// `/import/duplicates`: rows of the file that share identifiers.
    ImportDuplicates,
    /// `/import/settings`: profile, matching, fields.
    ImportSettings,
    /// `/import/{id}`: a job, from its validation to its result.
    Job(String),
    /// `/imports`: every job.
    Jobs,
    /// `/legacy-import`: a file of the legacy layout.
    LegacyImport,
    /// `/legacy-import/{id}`: what became of one.
    LegacyJob(String),
    /// `/contacts`
    Contacts,
    /// `/contacts/{id}`
    Contact(String),
    /// `/organizations`
    Organizations,
    /// `/organizations/{id}`
    Organization(String),
    /// `/admin/users` and so on.
    Admin(Section),
    /// Anything else.
    NotFound,
}

/// A part of the administration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Section {
    Users,
    Roles,
    Clients,
    Divisions,
    Sources,
    Profiles,
    CustomFields,
}

impl Section {
    /// Every part, in the order of the navigation.
    pub const ALL: [Self; 7] = [
        Self::Users,
        Self::Roles,
        Self::Clients,
        Self::Divisions,
        Self::Sources,
        Self::Profiles,
        Self::CustomFields,
    ];

    /// Its address.
    pub const fn path(self) -> &'static str {
        match self {
            Self::Users => "/admin/users",
            Self::Roles => "/admin/roles",
            Self::Clients => "/admin/clients",
            Self::Divisions => "/admin/divisions",
            Self::Sources => "/admin/sources",
            Self::Profiles => "/admin/profiles",
            Self::CustomFields => "/admin/custom-fields",
        }
    }

    /// The key of its texts.
    pub const fn texts(self) -> &'static str {
        match self {
            Self::Users => "admin.users",
            Self::Roles => "admin.roles",
            Self::Clients => "admin.clients",
            Self::Divisions => "admin.divisions",
            Self::Sources => "admin.sources",
            Self::Profiles => "admin.profiles",
            Self::CustomFields => "admin.custom",
        }
    }

    /// All that one must be allowed to, to see it.
    pub const fn permissions(self) -> &'static [&'static str] {
        match self {
            Self::Users => &["directory:user:view"],
            Self::Roles => &["authorization:role:view"],
            Self::Clients => &["oauth:client:view"],
            Self::Divisions => &["authorization:division:view"],
            Self::Sources => &["externalSource:view"],
            Self::Profiles => &["importSettings:view", "importSettings:viewAll"],
            Self::CustomFields => &["externalContacts:customFields:view"],
        }
    }
}

impl Route {
    /// What a path shows.
    pub fn of_path(path: &str) -> Self {
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        match parts.as_slice() {
            [] => Self::Home,
            ["sign-in"] => Self::SignIn,
            ["setup"] => Self::Setup,
            ["import"] => Self::ImportFile,
            ["import", "rows"] => Self::ImportRows,
            ["import", "duplicates"] => Self::ImportDuplicates,
            ["import", "settings"] => Self::ImportSettings,
            ["import", job] => Self::Job((*job).to_owned()),
            ["imports"] => Self::Jobs,
            ["legacy-import"] => Self::LegacyImport,
            ["legacy-import", job] => Self::LegacyJob((*job).to_owned()),
            ["contacts"] => Self::Contacts,
            ["contacts", id] => Self::Contact((*id).to_owned()),
            ["organizations"] => Self::Organizations,
            ["organizations", id] => Self::Organization((*id).to_owned()),
            ["admin", _] => {
                let section = Section::ALL
                    .into_iter()
                    .find(|section| section.path() == path);
                section.map_or(Self::NotFound, Self::Admin)
            }
            _ => Self::NotFound,
        }
    }

    /// Whether one sees it without being signed in.
    pub fn is_public(&self) -> bool {
        matches!(self, Self::SignIn | Self::Setup)
    }

    /// All that one must be allowed to, to make any use of it; the server decides all the same.
    pub fn permissions(&self) -> &'static [&'static str] {
        match self {
            Self::ImportFile | Self::ImportSettings => &[IMPORT],
            Self::Job(_) => &["importJob:view"],
            Self::Jobs => &["importJob:viewAll"],
            Self::LegacyImport | Self::LegacyJob(_) => &LEGACY_IMPORT,
            Self::Contacts | Self::Contact(_) => &["contact:view"],
            Self::Organizations | Self::Organization(_) => &["externalOrganization:view"],
            Self::Admin(section) => section.permissions(),
            Self::Home
            | Self::ImportRows
            | Self::ImportDuplicates
            | Self::SignIn
            | Self::Setup
            | Self::NotFound => &[],
        }
    }

    /// The entry of the main navigation that it belongs to, by its address.
    pub fn section(&self) -> Option<&'static str> {
        match self {
            Self::ImportFile | Self::ImportRows | Self::ImportDuplicates | Self::ImportSettings => {
                Some("/import")
            }
            Self::LegacyImport | Self::LegacyJob(_) => Some("/legacy-import"),
            Self::Job(_) | Self::Jobs => Some("/imports"),
            Self::Home | Self::Contacts | Self::Contact(_) => Some("/contacts"),
            Self::Organizations | Self::Organization(_) => Some("/organizations"),
            Self::Admin(_) => Some(ADMIN),
            Self::SignIn | Self::Setup | Self::NotFound => None,
        }
    }
}

/// Where every row of the file that is open is seen. Whoever has come to a file may see its rows.
pub const ROWS: &str = "/import/rows";

/// Where rows of that file are compared that share identifiers.
pub const DUPLICATES: &str = "/import/duplicates";

/// The address of what is chosen for the file's columns.
pub const SETTINGS: &str = "/import/settings";

/// The entry of the main navigation for all of the administration.
pub const ADMIN: &str = "/admin";

/// What one must be allowed to, to import a file.
pub const IMPORT: &str = "importCsvJob:add";

/// All that one must be allowed to, to import a file of the legacy layout.
pub const LEGACY_IMPORT: [&str; 2] = ["externalEntity:import", "contact:view"];

/// Where to go after signing in: only ever a place of this page.
pub fn place_after_sign_in(next: Option<&str>) -> &str {
    match next {
        Some(next) if next.starts_with('/') && !next.starts_with("//") && !next.contains('\\') => {
            next
        }
        _ => "/",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(path: &str, expected: Route) {
        assert_eq!(Route::of_path(path), expected);
    }

    #[test]
    fn a_path_says_what_it_shows() {
        check("/", Route::Home);
        check("/import", Route::ImportFile);
        check("/import/settings", Route::ImportSettings);
        check(ROWS, Route::ImportRows);
        check(DUPLICATES, Route::ImportDuplicates);
        check("/import/0198", Route::Job("0198".to_owned()));
        check("/legacy-import", Route::LegacyImport);
        check("/legacy-import/0198", Route::LegacyJob("0198".to_owned()));
        check("/contacts/7/", Route::Contact("7".to_owned()));
        check("/contacts/7/8", Route::NotFound);
        check("/admin/roles", Route::Admin(Section::Roles));
        check("/admin/shoes", Route::NotFound);
    }

    #[test]
    fn signing_in_never_leads_to_another_site() {
        assert_eq!(place_after_sign_in(Some("/import/7?x=1")), "/import/7?x=1");
        for next in [
            "https://evil.example",
            "//evil.example",
            "/\\evil.example",
            "",
        ] {
            assert_eq!(place_after_sign_in(Some(next)), "/");
        }
    }
}
