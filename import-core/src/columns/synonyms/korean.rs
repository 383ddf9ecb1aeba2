//! Korean. A name is the first name where another column has the family name.

use super::Language;
use crate::columns::field::Field::{
    Address1, CellPhone, City, CountryCode, FirstName, LastName, OrganizationName, PostalCode,
    State, Title, WorkEmail, WorkPhone,
};

#[rustfmt::skip]
pub(super) const NAMES: Language = Language {
    names: &[
        (LastName, "성|성씨"),
        (LastName, "이름|성명"),
        (FirstName, "이름"),
        (Title, "직책|직위|직함"),
        (WorkPhone, "전화번호|전화|회사 전화"),
        (CellPhone, "휴대폰|휴대전화|핸드폰"),
        (WorkEmail, "이메일|전자메일|이메일 주소"),
        (Address1, "주소"),
        (City, "도시|시/군/구"),
        (State, "시/도"),
        (PostalCode, "우편번호"),
        (CountryCode, "국가"),
        (OrganizationName, "회사|회사명"),
    ],
    shared: "",
};
