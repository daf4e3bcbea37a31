//! Notices: ids and kinds, no text.
use caredesk_domain::{
    actor::Role,
    event::SubjectKind,
    id::{PrincipalKind, StaffKind},
    notice::NoticeKind,
};
use sea_orm::entity::prelude::*;

use crate::engine::column::{IdColumn, InstantColumn, TextColumn};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "notice")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) at: InstantColumn,
    /// The recipient; NULL for all staff of `role`.
    pub(crate) staff_id: Option<IdColumn<StaffKind>>,
    pub(crate) role: Option<TextColumn<Role>>,
    pub(crate) kind: TextColumn<NoticeKind>,
    pub(crate) subject_kind: TextColumn<SubjectKind>,
    pub(crate) subject_id: Uuid,
    /// The ticket or interaction: the subject itself, or the source of an escalation.
    pub(crate) case_id: Uuid,
    /// Who caused it; they do not get the notice.
    pub(crate) caused_by: Option<IdColumn<PrincipalKind>>,
}

impl ActiveModelBehavior for ActiveModel {}
