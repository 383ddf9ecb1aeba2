//! English.

use super::Language;
use crate::columns::field::Field::{
    Address1, Address2, CellPhone, City, CountryCode, ExternalId, ExternalSystemUrl, FacebookId,
    FirstName, HomePhone, InstagramHandle, LastName, LineId, MiddleName, OrganizationAddress1,
    OrganizationCompanyType, OrganizationEmployeeCount, OrganizationExternalId, OrganizationFax,
    OrganizationIndustry, OrganizationName, OrganizationPhone, OrganizationRevenue,
    OrganizationTags, OrganizationTickers, OrganizationWebsites, OtherEmail, OtherPhone,
    PersonalEmail, PostalCode, Salutation, State, SurveyOptOut, Title, TwitterScreenName,
    WhatsAppNumber, WorkEmail, WorkPhone, WorkPhoneExtension,
};

#[rustfmt::skip]
pub(super) const NAMES: Language = Language {
    names: &[
        (ExternalId, "\
            ID|External Key|Customer ID|Customer Number|Customer No|Client ID|Contact ID|Member ID|\
            Member Number|Membership Number|Person ID|Record ID|CRM ID|User ID|Employee ID|\
            Account Number|\
            Customer Ref|UID|UUID"),
        (FirstName, "Given Name|Forename|Christian Name|First|FName"),
        (MiddleName, "Additional Name|Middle|Middle Initial|Second Name|MName"),
        (LastName, "Family Name|Surname|Last|LName"),
        (LastName, "Name|Full Name|Contact Name|Display Name|Customer Name"),
        (Salutation, "Prefix|Name Prefix|Courtesy Title|Honorific|Mr/Ms"),
        (Title, "Job Title|Position|Role|Designation|Function|Job Role"),
        (WorkPhone, "\
            Phone|Phone Number|Telephone|Telephone Number|Tel|Tel.|Phone 1|Phone (work)|Work Telephone|\
            Work Tel|Business Phone|Business Telephone|Office Phone|Office Number|Work Number|\
            Work Phone Number|Company Phone|Direct Phone|Landline|Phone No|Telephone No|Tel No|Direct|\
            Direct Dial|DDI|Contact Number"),
        (CellPhone, "\
            Mobile|Mobile Phone|Mobile Number|Mobile Phone Number|Mobile Telephone|Cell|Cellphone|\
            Cell Number|Cell Phone Number|Cellular|Phone (mobile)|Phone (cell)|Handphone|Phone 2|\
            Primary Phone|Mobile No|Cell No|Mob|Phone (iPhone)"),
        (CellPhone, "Phone|Phone Number|Telephone"),
        (HomePhone, "Home Telephone|Home Tel|Home Number|Home Phone Number|Phone (home)|Private Phone|Phone 3"),
        (OtherPhone, "\
            Alternate Phone|Alternative Phone|Secondary Phone|Other Telephone|Additional Phone|\
            Phone (other)|Phone 4|Business Phone 2|Alt Phone|Home Phone 2|Phone (main)"),
        (WorkPhoneExtension, "Extension|Ext|Ext.|Phone Extension|Work Extension"),
        (WorkEmail, "\
            Email|E-mail Address|Mail|Email 1|Primary Email|Business Email|Office Email|Company Email|\
            Corporate Email|Work Email Address|Email (work)|Email ID|Mail Address"),
        (PersonalEmail, "\
            Private Email|Home Email|Personal Email Address|Email (personal)|Email (home)|Email 2|\
            E-mail 2 Address|Alt Email|Email Address 2"),
        (OtherEmail, "\
            Alternate Email|Alternative Email|Secondary Email|Additional Email|Email (other)|Email 3|\
            E-mail 3 Address"),
        (PersonalEmail, "Email|E-mail Address|Secondary Email|Alternate Email"),
        (Address1, "\
            Address|Street|Street Address|Address Line 1|Mailing Address|Postal Address|Street 1|\
            Home Address|Mailing Street"),
        (Address2, "Address Line 2|Street 2|Apt|Apartment|Suite|Unit"),
        (City, "Town|Locality|City/Town|Suburb|Mailing City|Town/City|Post Town"),
        (State, "Province|State/Province|Region|County|State/Region|Mailing State|State/County|State or Province"),
        (PostalCode, "Zip|Zip Code|Postcode|Post Code|Zip/Postal Code|Mailing Zip|Zip/Postcode|Postal/Zip Code"),
        (CountryCode, "Country|Country/Region|Nation|Country ISO|ISO Country|Mailing Country|Country Name"),
        (TwitterScreenName, "Twitter|Twitter Handle|Twitter Username|X Handle"),
        (LineId, "LINE|LINE User ID"),
        (WhatsAppNumber, "WhatsApp|WhatsApp Phone|WhatsApp Phone Number"),
        (FacebookId, "Facebook|Facebook User ID"),
        (InstagramHandle, "Instagram|Instagram Username"),
        (SurveyOptOut, "Opt Out|Do Not Survey|No Surveys"),
        (ExternalSystemUrl, "CRM URL|CRM Link|Record URL|Profile URL|LinkedIn|LinkedIn URL"),
        (OrganizationExternalId, "\
            Organization ID|Organisation ID|Company ID|Account ID|Organization External ID|Org ID|\
            Business ID"),
        (OrganizationName, "\
            Company|Company Name|Organization|Organisation|Organization Name|Organisation Name|\
            Account Name|Account|Employer|Business Name|Firm|Org|Company/Organization|Current Company|\
            Employer Name"),
        (OrganizationCompanyType, "Company Type|Organization Type|Account Type"),
        (OrganizationIndustry, "Industry|Sector"),
        (OrganizationPhone, "Company Main Phone|Main Phone|Switchboard|Organization Phone"),
        (OrganizationFax, "Fax|Fax Number|Business Fax|Company Fax"),
        (OrganizationAddress1, "Company Address|Organization Address"),
        (OrganizationEmployeeCount, "Employees|Number of Employees|Employee Count|Headcount"),
        (OrganizationRevenue, "Revenue|Annual Revenue"),
        (OrganizationTags, "Company Tags|Organization Tags"),
        (OrganizationWebsites, "Website|Websites|Web Site|Web Page|Company Website|Website URL|Homepage"),
        (OrganizationTickers, "Ticker|Ticker Symbol|Stock Symbol"),
        (Title, "Occupation"),
        (ExternalId, "Ref|Reference"),
        (Address1, "Business Street|Home Street|Street (work)|Street (home)"),
        (Address2, "Business Street 2|Home Street 2"),
        (City, "Business City|Home City|City (work)|City (home)"),
        (State, "Business State|Home State|State (work)|State (home)"),
        (PostalCode, "\
            Business Postal Code|Home Postal Code|ZIP (work)|Postal Code (work)|ZIP (home)|\
            Postal Code (home)"),
        (CountryCode, "\
            Business Country|Business Country/Region|Home Country|Home Country/Region|Country (work)|\
            Country (home)"),
    ],
    shared: "",
};
