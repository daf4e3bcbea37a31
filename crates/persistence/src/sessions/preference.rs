//! Display preferences of staff. Book-keeping.

use caredesk_domain::{
    StaffId,
    change::Version,
    staff::{PageLanguage, Preferences},
};
use sea_orm::{ConnectionTrait, EntityTrait, IntoActiveModel, sea_query::OnConflict};

use crate::{
    engine::column::{IdColumn, JsonText, TextColumn},
    error::StoreError,
    store::Store,
    tables::entity::preference::{Column, Entity, Model},
    transaction::Transaction,
};

/// The display preferences of a staff member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredPreferences {
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
    pub async fn preferences(&self, staff: StaffId) -> Result<StoredPreferences, StoreError> {
        find(self.reader(), staff).await
    }
}

impl Transaction {
    /// The preferences of a staff member; lock the staff member exclusively before changing them.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn preferences(&mut self, staff: StaffId) -> Result<StoredPreferences, StoreError> {
        find(self.connection(), staff).await
    }

    /// Stores the preferences of a staff member and returns them with their new version.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn save_preferences(&mut self, staff: StaffId, settings: StoredPreferences) -> Result<StoredPreferences, StoreError> {
        let settings = StoredPreferences { version: settings.version + 1, ..settings };
        let row = Model {
            staff_id: staff.into(),
            language: settings.language.map(TextColumn),
            preferences: JsonText(settings.preferences.clone()),
            version: settings.version,
        };
        let mut over = OnConflict::column(Column::StaffId);
        over.update_columns([Column::Language, Column::Preferences, Column::Version]);
        Entity::insert(row.into_active_model()).on_conflict(over).exec_without_returning(self.connection()).await?;
        Ok(settings)
    }
}

async fn find<C: ConnectionTrait>(connection: &C, staff: StaffId) -> Result<StoredPreferences, StoreError> {
    let row = Entity::find_by_id(IdColumn(staff)).one(connection).await?;
    let none = StoredPreferences { language: None, preferences: Preferences::default(), version: 1 };
    let kept =
        |row: Model| StoredPreferences { language: row.language.map(|it| it.0), preferences: row.preferences.0, version: row.version };
    Ok(row.map_or(none, kept))
}
