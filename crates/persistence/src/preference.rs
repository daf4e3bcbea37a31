//! Display preferences of staff. Book-keeping.

use caredesk_domain::{
    StaffId,
    change::Version,
    staff::{PageLanguage, Preferences},
};
use sea_orm::{ConnectionTrait, EntityTrait, IntoActiveModel, sea_query::OnConflict};

use crate::{
    column::{IdColumn, JsonText, Typed},
    entity::preference::{Column, Entity, Model},
    store::{Store, StoreError},
    work::Work,
};

/// The display preferences of a staff member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The page language; `None` uses the device's.
    pub language: Option<PageLanguage>,
    /// Preferences that the clients store.
    pub preferences: Preferences,
    /// The version; 1 when never changed.
    pub version: Version,
}

impl Store {
    /// The preferences of a staff member.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn settings(&self, staff: StaffId) -> Result<Settings, StoreError> {
        find(self.reader(), staff).await
    }
}

impl Work {
    /// The preferences of a staff member; lock the staff member exclusively before changing them.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn settings(&mut self, staff: StaffId) -> Result<Settings, StoreError> {
        find(self.connection(), staff).await
    }

    /// Stores the preferences of a staff member and returns them with their new version.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn keep_settings(&mut self, staff: StaffId, settings: Settings) -> Result<Settings, StoreError> {
        let settings = Settings { version: settings.version + 1, ..settings };
        let row = Model {
            staff_id: staff.into(),
            language: settings.language.map(Typed),
            preferences: JsonText(settings.preferences.clone()),
            version: settings.version,
        };
        let mut over = OnConflict::column(Column::StaffId);
        over.update_columns([Column::Language, Column::Preferences, Column::Version]);
        Entity::insert(row.into_active_model()).on_conflict(over).exec_without_returning(self.connection()).await?;
        Ok(settings)
    }
}

async fn find<C: ConnectionTrait>(connection: &C, staff: StaffId) -> Result<Settings, StoreError> {
    let row = Entity::find_by_id(IdColumn(staff)).one(connection).await?;
    let none = Settings { language: None, preferences: Preferences::default(), version: 1 };
    let kept = |row: Model| Settings { language: row.language.map(|it| it.0), preferences: row.preferences.0, version: row.version };
    Ok(row.map_or(none, kept))
}
