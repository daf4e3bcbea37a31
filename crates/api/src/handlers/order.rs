//! The `sort` parameter of lists.

use std::{borrow::Cow, str::FromStr};

use caredesk_domain::FieldError;
use caredesk_persistence::{CustomerSort, InteractionSort, TicketSort};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        RefOr,
        schema::{ObjectBuilder, Schema, Type},
    },
};

/// Sort keys of a list.
pub(super) trait SortKey: Copy + 'static {
    /// The name of the parameter's schema.
    const NAME: &'static str;
    /// Each key with its value in `sort`.
    const KEYS: &'static [(&'static str, Self)];
    /// The default order.
    const DEFAULT: &'static str;
}

impl SortKey for TicketSort {
    const NAME: &'static str = "TicketOrder";
    const KEYS: &'static [(&'static str, Self)] = &[
        ("queue", Self::Queue),
        ("waiting_since", Self::WaitingSince),
        ("created_at", Self::CreatedAt),
        ("updated_at", Self::UpdatedAt),
        ("priority", Self::Priority),
    ];
    const DEFAULT: &'static str = "queue";
}

impl SortKey for CustomerSort {
    const NAME: &'static str = "CustomerOrder";
    const KEYS: &'static [(&'static str, Self)] = &[("created_at", Self::CreatedAt), ("updated_at", Self::UpdatedAt)];
    const DEFAULT: &'static str = "-updated_at";
}

impl SortKey for InteractionSort {
    const NAME: &'static str = "InteractionOrder";
    const KEYS: &'static [(&'static str, Self)] = &[("started_at", Self::StartedAt), ("updated_at", Self::UpdatedAt)];
    const DEFAULT: &'static str = "-started_at";
}

/// A sort key; the prefix `-` means descending.
#[derive(Debug, Clone, Copy)]
pub(super) struct Order<K> {
    /// The key.
    pub(super) key: K,
    /// Whether the order is descending.
    pub(super) descending: bool,
}

/// The order of tickets.
pub(super) type TicketOrder = Order<TicketSort>;
/// The order of customers.
pub(super) type CustomerOrder = Order<CustomerSort>;
/// The order of interactions.
pub(super) type InteractionOrder = Order<InteractionSort>;

impl<K: SortKey> Order<K> {
    /// The requested order, or the default.
    pub(super) fn or_default(order: Option<Self>) -> Result<Self, FieldError> {
        order.map_or_else(|| K::DEFAULT.parse(), Ok)
    }

    fn sort_values() -> impl Iterator<Item = String> {
        K::KEYS.iter().flat_map(|(word, _)| [(*word).to_owned(), format!("-{word}")])
    }
}

impl<K: SortKey> FromStr for Order<K> {
    type Err = FieldError;

    fn from_str(text: &str) -> Result<Self, FieldError> {
        let (word, descending) = text.strip_prefix('-').map_or((text, false), |word| (word, true));
        let key = K::KEYS.iter().find(|(known, _)| *known == word).map(|(_, key)| *key);
        key.map(|key| Self { key, descending })
            .ok_or_else(|| FieldError::new("unknown", format!("must be one of: {}", Self::sort_values().collect::<Vec<_>>().join(", "))))
    }
}

impl<K: SortKey> PartialSchema for Order<K> {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new().schema_type(Type::String).enum_values(Some(Self::sort_values())).default(Some(K::DEFAULT.into())).into()
    }
}

impl<K: SortKey> ToSchema for Order<K> {
    fn name() -> Cow<'static, str> {
        K::NAME.into()
    }
}
