//! What somebody should know of: ids and kinds, no words.
use caredesk_domain::{
    actor::Role,
    event::SubjectKind,
    id::{PrincipalKind, StaffKind},
    notice::NoticeKind,
};
use sea_orm::entity::prelude::*;

use crate::column::{IdColumn, Moment, Typed};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "notice")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) at: Moment,
    /// To a colleague, or else to all of `role`.
    pub(crate) staff_id: Option<IdColumn<StaffKind>>,
    pub(crate) role: Option<Typed<Role>>,
    pub(crate) kind: Typed<NoticeKind>,
    pub(crate) subject_kind: Typed<SubjectKind>,
    pub(crate) subject_id: Uuid,
    /// The ticket or interaction it concerns: the subject itself, or what an escalation was raised from.
    pub(crate) case_id: Uuid,
    /// Who caused it, and so need not be told.
    pub(crate) caused_by: Option<IdColumn<PrincipalKind>>,
}

impl ActiveModelBehavior for ActiveModel {}
