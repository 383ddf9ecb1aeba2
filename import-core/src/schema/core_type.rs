//! What the values of custom fields can be.

use serde::{Deserialize, Serialize};

/// The least and the most of something, both allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bounds {
    /// The least.
    pub min: i64,
    /// The most.
    pub max: i64,
}

impl Bounds {
    const fn new(min: i64, max: i64) -> Self {
        Self { min, max }
    }

    /// Whether so many are allowed.
    pub fn allow(self, count: usize) -> bool {
        i64::try_from(count).is_ok_and(|count| self.min <= count && count <= self.max)
    }

    /// Whether every one of these is allowed.
    pub const fn contain(self, other: Self) -> bool {
        self.min <= other.min && other.min <= other.max && other.max <= self.max
    }
}

/// Numbers of JSON are exact up to here in every client.
const EXACT: i64 = (1 << 53) - 1;

/// What the values of a custom field are. The name is the end of the field's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CoreType {
    /// One line of text.
    Text,
    /// Several lines of text.
    LongText,
    /// A complete `http` or `https` address.
    Url,
    /// An ID of another system, whose leading zeros count.
    Identifier,
    /// One of several options.
    Enum,
    /// A day.
    Date,
    /// A moment; without a zone, in UTC.
    DateTime,
    /// A whole number.
    Integer,
    /// A decimal number.
    Number,
    /// A yes or no.
    Checkbox,
    /// Several short texts.
    Tag,
}

impl CoreType {
    /// Every type, in the order they are offered.
    pub const ALL: &[Self] = &[
        Self::Text,
        Self::LongText,
        Self::Url,
        Self::Identifier,
        Self::Enum,
        Self::Date,
        Self::DateTime,
        Self::Integer,
        Self::Number,
        Self::Checkbox,
        Self::Tag,
    ];

    /// Most options of an enumeration.
    pub const MOST_OPTIONS: usize = 50;
    /// Most characters of an option.
    pub const OPTION_LIMIT: usize = 100;

    /// The stable name, for instance `longtext`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::LongText => "longtext",
            Self::Url => "url",
            Self::Identifier => "identifier",
            Self::Enum => "enum",
            Self::Date => "date",
            Self::DateTime => "datetime",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::Checkbox => "checkbox",
            Self::Tag => "tag",
        }
    }

    /// The type of this name.
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.name() == name)
    }

    /// The type at the end of a key, and the name before it.
    pub fn of_key(key: &str) -> Option<(&str, Self)> {
        let (name, kind) = key.rsplit_once('_')?;
        Some((name, Self::by_name(kind)?))
    }

    /// What a field of this type may at most allow: characters of a text or of one tag, the size of a number.
    pub const fn bounds(self) -> Bounds {
        match self {
            Self::Text | Self::Identifier | Self::Tag | Self::Enum => Bounds::new(0, 100),
            Self::LongText => Bounds::new(0, 1000),
            Self::Url => Bounds::new(0, 200),
            Self::Integer | Self::Number => Bounds::new(-EXACT, EXACT),
            Self::Date | Self::DateTime | Self::Checkbox => Bounds::new(0, 0),
        }
    }

    /// How many tags a field may at most allow.
    pub const fn items(self) -> Bounds {
        match self {
            Self::Tag => Bounds::new(0, 10),
            _ => Bounds::new(0, 0),
        }
    }

    /// The words of JSON Schema by which a field narrows its bounds, if it can.
    pub const fn bound_words(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::Text | Self::LongText | Self::Url | Self::Identifier | Self::Tag => {
                Some(("minLength", "maxLength"))
            }
            Self::Integer | Self::Number => Some(("minimum", "maximum")),
            Self::Enum | Self::Date | Self::DateTime | Self::Checkbox => None,
        }
    }
}
