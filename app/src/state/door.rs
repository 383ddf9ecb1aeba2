//! The two doors by which a file is imported.

use import_core::settings::Layout;
use serde::{Deserialize, Serialize};

/// By which door a file is imported. Behind both is the same import.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Door {
    /// With a profile and a mapping.
    #[default]
    Profile,
    /// A file of the legacy layout, as it is.
    Legacy,
}

impl Door {
    /// The door of the files of this layout.
    pub const fn of(layout: Layout) -> Self {
        match layout {
            Layout::Mapped => Self::Profile,
            Layout::Legacy => Self::Legacy,
        }
    }

    /// Where the server keeps its uploads.
    pub const fn uploads(self) -> &'static str {
        match self {
            Self::Profile => "import/csv/uploads",
            Self::Legacy => "import/legacy/uploads",
        }
    }

    /// Where the server keeps its jobs.
    pub const fn jobs(self) -> &'static str {
        match self {
            Self::Profile => "import/jobs",
            Self::Legacy => "import/legacy/jobs",
        }
    }

    /// The page on which one begins; a job's page is below it.
    pub const fn page(self) -> &'static str {
        match self {
            Self::Profile => "/import",
            Self::Legacy => "/legacy-import",
        }
    }

    /// The key of the text that says when a file leaves the computer.
    pub const fn privacy(self) -> &'static str {
        match self {
            Self::Profile => "file.privacy",
            Self::Legacy => "legacy.privacy",
        }
    }

    /// What the samples of its files are called, each with the key of its name.
    pub const fn samples(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Profile => &[("sample-contacts.csv", "file.sample")],
            Self::Legacy => &[
                ("sample-legacy-contacts.csv", "legacy.sample_contacts"),
                (
                    "sample-legacy-organizations.csv",
                    "legacy.sample_organizations",
                ),
            ],
        }
    }
}
