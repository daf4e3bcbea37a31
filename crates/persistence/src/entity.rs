//! The rows as they lie in the tables: private to this crate, and mapped to the domain's values beside their reads and writes.

#[expect(clippy::disallowed_methods, reason = "SeaORM's own derive names `begin`")]
pub(crate) mod staff {
    //! Members of staff.
    use caredesk_domain::{actor::Role, email::Email, id::StaffKind, text::FullName};
    use sea_orm::entity::prelude::*;

    use crate::column::{IdColumn, Moment, Typed};

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "staff")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) id: IdColumn<StaffKind>,
        pub(crate) email: Typed<Email>,
        /// The address folded, unique.
        pub(crate) email_key: String,
        pub(crate) name: Typed<FullName>,
        pub(crate) role: Typed<Role>,
        pub(crate) active: bool,
        pub(crate) password_hash: String,
        pub(crate) created_at: Moment,
        pub(crate) updated_at: Moment,
        pub(crate) version: i32,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

#[expect(clippy::disallowed_methods, reason = "SeaORM's own derive names `begin`")]
pub(crate) mod session {
    //! Sign-ins that may still be refreshed. Book-keeping, not a record of the desk.
    use caredesk_domain::id::{SessionKind, StaffKind};
    use sea_orm::entity::prelude::*;

    use crate::column::{IdColumn, Moment};

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "session")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) id: IdColumn<SessionKind>,
        pub(crate) staff_id: IdColumn<StaffKind>,
        /// How often the refresh token was exchanged.
        pub(crate) generation: i32,
        pub(crate) rotated_at: Moment,
        pub(crate) created_at: Moment,
        pub(crate) expires_at: Moment,
        pub(crate) ended_at: Option<Moment>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

#[expect(clippy::disallowed_methods, reason = "SeaORM's own derive names `begin`")]
pub(crate) mod customer {
    //! Customers. Lists of theirs that nothing is looked up by lie in the row as JSON.
    use caredesk_domain::{
        customer::Identifier,
        date::BirthDate,
        email::Email,
        id::{CustomerKind, StaffKind},
        name::{FormerName, NamePart},
        person::{Gender, Language},
        phone::PhoneText,
    };
    use sea_orm::entity::prelude::*;

    use crate::column::{IdColumn, JsonText, Moment, Typed};

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "customer")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) id: IdColumn<CustomerKind>,
        pub(crate) given_name: Option<Typed<NamePart>>,
        pub(crate) family_name: Typed<NamePart>,
        pub(crate) former_names: JsonText<Vec<FormerName>>,
        pub(crate) email: Option<Typed<Email>>,
        /// As typed.
        pub(crate) phone: Option<Typed<PhoneText>>,
        pub(crate) phone_e164: Option<String>,
        pub(crate) other_phones: JsonText<Vec<crate::customer::PhoneKept>>,
        pub(crate) birth_date: Option<Typed<BirthDate>>,
        pub(crate) gender: Option<Typed<Gender>>,
        pub(crate) preferred_language: Option<Typed<Language>>,
        pub(crate) deceased: bool,
        pub(crate) deceased_at: Option<Moment>,
        pub(crate) identifiers: JsonText<Vec<Identifier>>,
        pub(crate) created_at: Moment,
        pub(crate) updated_at: Moment,
        pub(crate) deleted_at: Option<Moment>,
        pub(crate) deleted_by: Option<IdColumn<StaffKind>>,
        pub(crate) version: i32,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

#[expect(clippy::disallowed_methods, reason = "SeaORM's own derive names `begin`")]
pub(crate) mod customer_source {
    //! What a host last sent of a customer.
    use caredesk_domain::id::CustomerKind;
    use sea_orm::entity::prelude::*;
    use serde_json::{Map, Value};

    use crate::column::{IdColumn, JsonText};

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "customer_source")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) system: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) value: String,
        pub(crate) customer_id: IdColumn<CustomerKind>,
        pub(crate) sent: JsonText<Map<String, Value>>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

#[expect(clippy::disallowed_methods, reason = "SeaORM's own derive names `begin`")]
pub(crate) mod search_key {
    //! What a customer can be found by.
    use caredesk_domain::id::CustomerKind;
    use sea_orm::entity::prelude::*;

    use crate::column::IdColumn;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "search_key")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        /// `search::KeyKind::code`.
        pub(crate) kind: i16,
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) key: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) customer_id: IdColumn<CustomerKind>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

#[expect(clippy::disallowed_methods, reason = "SeaORM's own derive names `begin`")]
pub(crate) mod search_word {
    //! The distinct words of all names, by the spellings one slip away from them.
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "search_word")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) variant: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) word: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

#[expect(clippy::disallowed_methods, reason = "SeaORM's own derive names `begin`")]
pub(crate) mod ticket {
    //! Tickets.
    use caredesk_domain::{
        id::{CustomerKind, StaffKind, TicketKind},
        text::{Description, Subject},
        ticket::{Category, TicketStatus, Undoable},
        ticket_number::TicketNumber,
    };
    use sea_orm::entity::prelude::*;

    use crate::column::{IdColumn, JsonText, Moment, Typed};

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "ticket")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) id: IdColumn<TicketKind>,
        pub(crate) number: Typed<TicketNumber>,
        pub(crate) customer_id: IdColumn<CustomerKind>,
        pub(crate) assignee_id: Option<IdColumn<StaffKind>>,
        pub(crate) opened_by: IdColumn<StaffKind>,
        pub(crate) category: Typed<Category>,
        /// The priority's rank, so that it sorts.
        pub(crate) priority: i16,
        pub(crate) status: Typed<TicketStatus>,
        pub(crate) subject: Typed<Subject>,
        pub(crate) description: Typed<Description>,
        /// Never empty, so that it sorts alike on both engines: see `ticket::NOBODY_WAITS`.
        pub(crate) waiting_since: Moment,
        pub(crate) first_response_at: Option<Moment>,
        pub(crate) first_response_by: Option<IdColumn<StaffKind>>,
        pub(crate) resolved_at: Option<Moment>,
        pub(crate) resolved_by: Option<IdColumn<StaffKind>>,
        pub(crate) reopened_count: i32,
        pub(crate) undoable: Option<JsonText<Undoable>>,
        pub(crate) created_at: Moment,
        pub(crate) updated_at: Moment,
        pub(crate) deleted_at: Option<Moment>,
        pub(crate) deleted_by: Option<IdColumn<StaffKind>>,
        pub(crate) version: i32,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

#[expect(clippy::disallowed_methods, reason = "SeaORM's own derive names `begin`")]
pub(crate) mod message {
    //! Replies, notes, and what customers said.
    use caredesk_domain::{
        id::{MessageKind as MessageIdKind, StaffKind, TicketKind},
        message::{Channel, MessageKind},
        text::Body,
    };
    use sea_orm::entity::prelude::*;

    use crate::column::{IdColumn, Moment, Typed};

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "message")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) id: IdColumn<MessageIdKind>,
        pub(crate) ticket_id: IdColumn<TicketKind>,
        pub(crate) kind: Typed<MessageKind>,
        /// Whether the customer said it, and staff only wrote it down.
        pub(crate) by_customer: bool,
        /// Who wrote it, or wrote it down.
        pub(crate) staff_id: IdColumn<StaffKind>,
        pub(crate) via: Option<Typed<Channel>>,
        pub(crate) body: Typed<Body>,
        pub(crate) created_at: Moment,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

#[expect(clippy::disallowed_methods, reason = "SeaORM's own derive names `begin`")]
pub(crate) mod event {
    //! What happened; append-only.
    use caredesk_domain::{
        actor::Role,
        event::SubjectKind,
        id::{CustomerKind, EventKind, RequestKind, SessionKind},
        policy::Action,
    };
    use sea_orm::entity::prelude::*;
    use serde_json::{Map, Value};

    use crate::{
        column::{IdColumn, JsonText, Moment, Typed},
        event::ActorKind,
    };

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "event")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) id: IdColumn<EventKind>,
        pub(crate) at: Moment,
        pub(crate) subject_kind: Typed<SubjectKind>,
        pub(crate) subject_id: Uuid,
        pub(crate) customer_id: Option<IdColumn<CustomerKind>>,
        pub(crate) actor_kind: Typed<ActorKind>,
        /// The person, or for the desk itself nothing.
        pub(crate) actor_id: Option<Uuid>,
        /// The person's role at the time.
        pub(crate) actor_role: Option<Typed<Role>>,
        pub(crate) session_id: Option<IdColumn<SessionKind>>,
        pub(crate) request_id: Option<IdColumn<RequestKind>>,
        pub(crate) action: Typed<Action>,
        pub(crate) changes: JsonText<Map<String, Value>>,
        /// SHA-256 of the salted personal values, where there are any.
        pub(crate) detail_digest: Option<Vec<u8>>,
        /// SHA-256 of everything above.
        pub(crate) digest: Vec<u8>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

#[expect(clippy::disallowed_methods, reason = "SeaORM's own derive names `begin`")]
pub(crate) mod unsealed {
    //! The events that wait to be sealed: claimed from here, because a table that is appended to by many cannot be tailed.
    use caredesk_domain::id::EventKind;
    use sea_orm::entity::prelude::*;

    use crate::column::IdColumn;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "unsealed")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) event_id: IdColumn<EventKind>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

#[expect(clippy::disallowed_methods, reason = "SeaORM's own derive names `begin`")]
pub(crate) mod event_detail {
    //! The personal values of an event: may be blanked, never changed.
    use caredesk_domain::id::EventKind;
    use sea_orm::entity::prelude::*;
    use serde_json::{Map, Value};

    use crate::column::{IdColumn, JsonText};

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "event_detail")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) event_id: IdColumn<EventKind>,
        /// Keeps the digest in the event from telling which words these were.
        pub(crate) salt: Option<Vec<u8>>,
        pub(crate) personal: Option<JsonText<Map<String, Value>>>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

#[expect(clippy::disallowed_methods, reason = "SeaORM's own derive names `begin`")]
pub(crate) mod read_ledger {
    //! Who read what.
    use caredesk_domain::{
        actor::Role,
        event::SubjectKind,
        id::{CustomerKind, RequestKind, SessionKind},
    };
    use sea_orm::entity::prelude::*;

    use crate::{
        column::{IdColumn, JsonText, Moment, Typed},
        ledger::ReadAction,
    };

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "read_ledger")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) id: Uuid,
        pub(crate) at: Moment,
        pub(crate) staff_id: Option<Uuid>,
        pub(crate) role: Option<Typed<Role>>,
        pub(crate) session_id: Option<IdColumn<SessionKind>>,
        pub(crate) request_id: Option<IdColumn<RequestKind>>,
        pub(crate) action: Typed<ReadAction>,
        pub(crate) record_kind: Typed<SubjectKind>,
        pub(crate) record_id: Option<Uuid>,
        pub(crate) patients: JsonText<Vec<caredesk_domain::id::Id<CustomerKind>>>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
