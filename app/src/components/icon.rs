//! Icons: 24 by 24, drawn with the colour of the text. They are never the only thing that says something,
//! so they are hidden from screen readers.

use leptos::prelude::*;

/// Which icon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Shape {
    ArrowDown,
    ArrowUp,
    Building,
    Check,
    Close,
    Download,
    Error,
    Eye,
    File,
    Grip,
    Info,
    Person,
    Plus,
    Upload,
    Warning,
}

impl Shape {
    const fn path(self) -> &'static str {
        match self {
            Self::ArrowDown => "M12 5v14M6 13l6 6 6-6",
            Self::ArrowUp => "M12 19V5M6 11l6-6 6 6",
            Self::Building => "M5 21V4h9v17M14 9h5v12M3 21h18M8.5 8h2M8.5 12h2M8.5 16h2",
            Self::Check => "M4.5 12.5l5 5 10-11",
            Self::Close => "M6 6l12 12M18 6L6 18",
            Self::Download => "M12 4v11M7 11l5 5 5-5M4 20h16",
            Self::Error => "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7.5v5.5M12 16.4v.1",
            Self::Eye => {
                "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 9.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6z"
            }
            Self::File => "M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6",
            Self::Grip => "M9 6v.1M15 6v.1M9 12v.1M15 12v.1M9 18v.1M15 18v.1",
            Self::Info => "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 11v5.5M12 7.6v.1",
            Self::Person => {
                "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4.5 20.5c.6-4 3.6-6 7.5-6s6.9 2 7.5 6"
            }
            Self::Plus => "M12 5v14M5 12h14",
            Self::Upload => "M12 16V5M7 9l5-5 5 5M4 20h16",
            Self::Warning => "M12 3.5L2.5 20h19zM12 10v4.5M12 17.3v.1",
        }
    }
}

/// An icon.
#[component]
pub fn Icon(
    /// Which one.
    shape: Shape,
) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d=shape.path()></path>
        </svg>
    }
}

/// The mark of the product: scattered dots that gather in one place.
#[component]
pub fn Mark() -> impl IntoView {
    view! {
        <svg class="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
            <circle cx="4" cy="6" r="2.2"></circle>
            <circle cx="10.5" cy="3.4" r="1.6"></circle>
            <circle cx="3.2" cy="13" r="1.6"></circle>
            <circle cx="10" cy="10.4" r="2.7"></circle>
            <rect x="13.5" y="13.5" width="16" height="16" rx="5"></rect>
            <path d="M18 21.6l2.8 2.8 4.8-5.4"></path>
        </svg>
    }
}
