//! The target fields: everything that a column of a file can feed.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Which of the two records of a row a field belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Subject {
    /// The person.
    Contact,
    /// The organization the person belongs to.
    Organization,
}

/// How the cells of a field are read. Limits count characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Any text up to the limit.
    Text(usize),
    /// An ID of another system: text whose leading zeros count and which spreadsheets like to mangle.
    Id(usize),
    /// A user name: letters, digits and `_`, with or without a leading `@`.
    Handle(usize),
    /// One e-mail address.
    Email,
    /// A phone number.
    Phone,
    /// The extension of the phone before it.
    PhoneExtension,
    /// Whether the phone before it takes text messages.
    PhoneAcceptsSms,
    /// The region that the phone before it is read in.
    PhoneRegion,
    /// A yes or no.
    Bool,
    /// A whole number.
    Integer,
    /// A complete `http` or `https` address up to the limit.
    Url(usize),
    /// Several texts with `;` between them.
    List,
}

macro_rules! fields {
    ($($variant:ident $subject:ident $kind:expr, $path:literal, $header:literal;)*) => {
        /// One target field. Its path in the API's JSON is its name everywhere outside this crate.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Field {
            $(#[doc = concat!("`", $path, "`, in files: ", $header)] $variant,)*
        }

        impl Field {
            /// Every field, in the order people expect to see them.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// Where it stands in the API's JSON, for instance `workPhone.display`.
            pub const fn path(self) -> &'static str {
                match self { $(Self::$variant => $path,)* }
            }

            /// Its column's name in a file, for instance `Work Phone`.
            pub const fn header(self) -> &'static str {
                match self { $(Self::$variant => $header,)* }
            }

            /// Which record it belongs to.
            pub const fn subject(self) -> Subject {
                match self { $(Self::$variant => Subject::$subject,)* }
            }

            /// How its cells are read.
            pub const fn kind(self) -> Kind {
                match self { $(Self::$variant => $kind,)* }
            }
        }
    };
}

fields! {
    ExternalId Contact Kind::Id(255), "externalIds[0].value", "External ID";
    FirstName Contact Kind::Text(1000), "firstName", "First Name";
    MiddleName Contact Kind::Text(1000), "middleName", "Middle Name";
    LastName Contact Kind::Text(1000), "lastName", "Last Name";
    Salutation Contact Kind::Text(1000), "salutation", "Salutation";
    Title Contact Kind::Text(1000), "title", "Title";
    WorkPhone Contact Kind::Phone, "workPhone.display", "Work Phone";
    WorkPhoneExtension Contact Kind::PhoneExtension, "workPhone.extension", "Work Phone Extension";
    WorkPhoneAcceptsSms Contact Kind::PhoneAcceptsSms, "workPhone.acceptsSMS", "Work Phone Accepts SMS";
    WorkPhoneRegion Contact Kind::PhoneRegion, "workPhone.normalizationCountryCode", "Work Phone Country Code";
    CellPhone Contact Kind::Phone, "cellPhone.display", "Cell Phone";
    CellPhoneExtension Contact Kind::PhoneExtension, "cellPhone.extension", "Cell Phone Extension";
    CellPhoneAcceptsSms Contact Kind::PhoneAcceptsSms, "cellPhone.acceptsSMS", "Cell Phone Accepts SMS";
    CellPhoneRegion Contact Kind::PhoneRegion, "cellPhone.normalizationCountryCode", "Cell Phone Country Code";
    HomePhone Contact Kind::Phone, "homePhone.display", "Home Phone";
    HomePhoneExtension Contact Kind::PhoneExtension, "homePhone.extension", "Home Phone Extension";
    HomePhoneAcceptsSms Contact Kind::PhoneAcceptsSms, "homePhone.acceptsSMS", "Home Phone Accepts SMS";
    HomePhoneRegion Contact Kind::PhoneRegion, "homePhone.normalizationCountryCode", "Home Phone Country Code";
    OtherPhone Contact Kind::Phone, "otherPhone.display", "Other Phone";
    OtherPhoneExtension Contact Kind::PhoneExtension, "otherPhone.extension", "Other Phone Extension";
    OtherPhoneAcceptsSms Contact Kind::PhoneAcceptsSms, "otherPhone.acceptsSMS", "Other Phone Accepts SMS";
    OtherPhoneRegion Contact Kind::PhoneRegion, "otherPhone.normalizationCountryCode", "Other Phone Country Code";
    WorkEmail Contact Kind::Email, "workEmail", "Work Email";
    PersonalEmail Contact Kind::Email, "personalEmail", "Personal Email";
    OtherEmail Contact Kind::Email, "otherEmail", "Other Email";
    Address1 Contact Kind::Text(200), "address.address1", "Address 1";
    Address2 Contact Kind::Text(200), "address.address2", "Address 2";
    City Contact Kind::Text(100), "address.city", "City";
    State Contact Kind::Text(50), "address.state", "State";
    PostalCode Contact Kind::Text(25), "address.postalCode", "Postal Code";
    CountryCode Contact Kind::Text(25), "address.countryCode", "Country Code";
    TwitterId Contact Kind::Id(255), "twitterId.id", "Twitter Id";
    TwitterName Contact Kind::Text(255), "twitterId.name", "Twitter Name";
    TwitterScreenName Contact Kind::Handle(255), "twitterId.screenName", "Twitter Screen Name";
    LineId Contact Kind::Id(255), "lineId.ids[0].userId", "Line Id";
    LineDisplayName Contact Kind::Text(100), "lineId.displayName", "Line Display Name";
    WhatsAppNumber Contact Kind::Phone, "whatsAppId.phoneNumber.display", "WhatsApp Number";
    WhatsAppDisplayName Contact Kind::Text(100), "whatsAppId.displayName", "WhatsApp Display Name";
    FacebookId Contact Kind::Id(255), "facebookId.ids[0].scopedId", "Facebook Id";
    FacebookDisplayName Contact Kind::Text(100), "facebookId.displayName", "Facebook Display Name";
    InstagramId Contact Kind::Id(255), "instagramId.ids[0].scopedId", "Instagram Id";
    InstagramHandle Contact Kind::Text(100), "instagramId.handle", "Instagram Handle";
    InstagramDisplayName Contact Kind::Text(100), "instagramId.displayName", "Instagram Display Name";
    SurveyOptOut Contact Kind::Bool, "surveyOptOut", "Survey Opt Out";
    ExternalSystemUrl Contact Kind::Url(1000), "externalSystemUrl", "External System URL";
    OrganizationExternalId Organization Kind::Id(255), "externalOrganization.externalIds[0].value", "External Organization External ID";
    OrganizationName Organization Kind::Text(1000), "externalOrganization.name", "External Organization Name";
    OrganizationCompanyType Organization Kind::Text(1000), "externalOrganization.companyType", "External Organization Company Type";
    OrganizationIndustry Organization Kind::Text(1000), "externalOrganization.industry", "External Organization Industry";
    OrganizationPhone Organization Kind::Phone, "externalOrganization.phoneNumber.display", "External Organization Phone";
    OrganizationFax Organization Kind::Phone, "externalOrganization.faxNumber.display", "External Organization Fax";
    OrganizationAddress1 Organization Kind::Text(200), "externalOrganization.address.address1", "External Organization Address 1";
    OrganizationAddress2 Organization Kind::Text(200), "externalOrganization.address.address2", "External Organization Address 2";
    OrganizationCity Organization Kind::Text(100), "externalOrganization.address.city", "External Organization City";
    OrganizationState Organization Kind::Text(50), "externalOrganization.address.state", "External Organization State";
    OrganizationPostalCode Organization Kind::Text(25), "externalOrganization.address.postalCode", "External Organization Postal Code";
    OrganizationCountryCode Organization Kind::Text(25), "externalOrganization.address.countryCode", "External Organization Country Code";
    OrganizationEmployeeCount Organization Kind::Integer, "externalOrganization.employeeCount", "External Organization Employee Count";
    OrganizationRevenue Organization Kind::Integer, "externalOrganization.revenue", "External Organization Revenue";
    OrganizationTags Organization Kind::List, "externalOrganization.tags", "External Organization Tags";
    OrganizationWebsites Organization Kind::List, "externalOrganization.websites", "External Organization Websites";
    OrganizationTickers Organization Kind::List, "externalOrganization.tickers", "External Organization Tickers";
    OrganizationTwitterId Organization Kind::Id(255), "externalOrganization.twitterId.id", "External Organization Twitter Id";
    OrganizationTwitterName Organization Kind::Text(255), "externalOrganization.twitterId.name", "External Organization Twitter Name";
    OrganizationTwitterScreenName Organization Kind::Handle(255), "externalOrganization.twitterId.screenName", "External Organization Twitter Screen Name";
    OrganizationSystemUrl Organization Kind::Url(1000), "externalOrganization.externalSystemUrl", "External Organization External System URL";
}

impl Field {
    /// The field of this path or header; headers are compared without case.
    pub fn by_name(name: &str) -> Option<Self> {
        let name = name.trim();
        Self::ALL
            .iter()
            .copied()
            .find(|field| field.path() == name || field.header().eq_ignore_ascii_case(name))
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.path())
    }
}

impl Serialize for Field {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.path())
    }
}

impl<'de> Deserialize<'de> for Field {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        Self::by_name(&name)
            .ok_or_else(|| serde::de::Error::custom(format!("no target field is named `{name}`")))
    }
}
