use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use sha2::{Digest, Sha256};
use spargebra::Query;

use super::{Arguments, Header, ViewError, ViewId, check};
use crate::text::nearest;

/// The views that ship with milieu, by id; `build.rs` lists them.
const SHIPPED: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/views.rs"));

/// A question with a typed answer: the header and the query of one file.
#[derive(Debug, Clone)]
pub struct View {
    id: ViewId,
    header: Header,
    query: Query,
    text: String,
    hash: String,
    is_steady: bool,
}

impl View {
    /// Reads and checks the view `id` from the text of its file.
    ///
    /// # Errors
    /// [`ViewError`] says what is wrong with its name, its header or its query.
    ///
    /// ```
    /// use milieu::view::View;
    /// let refused = View::read("cluster/broken", "#+ title: Broken\nSELECT * {}").unwrap_err();
    /// assert!(refused.to_string().starts_with("cluster/broken.rq:"));
    /// ```
    pub fn read(id: &str, text: &str) -> Result<Self, ViewError> {
        let id: ViewId = id.parse()?;
        let refused = |reason: String| ViewError::Refused { view: id.to_string(), reason };
        let header = Header::read(id.as_str(), text)?;
        let query = crate::sparql::parse(text, None).map_err(|error| refused(error.to_string()))?;
        check::fits(&header, &query).map_err(refused)?;
        let hash = crate::hex(&Sha256::digest(text));
        let is_steady = crate::sparql::is_steady(text);
        Ok(Self { id, header, query, text: text.to_owned(), hash, is_steady })
    }

    /// Its name.
    pub fn id(&self) -> &ViewId {
        &self.id
    }

    /// What it says of itself.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// Its file, header and query.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The SHA-256 of its file, in hexadecimal.
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// Checks `pairs` of a parameter and a value against the header, and adds the defaults.
    ///
    /// A thing is named by its IRI, a prefixed name, its code or its label: `DE11`, `nuts:DE11` and `Stuttgart` are the same.
    ///
    /// # Errors
    /// [`ViewError`] names the parameter, the value and the choices most like it.
    ///
    /// ```
    /// use milieu::view::Catalogue;
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let view = Catalogue::shipped().get("actor/degree")?;
    /// assert_eq!(view.arguments([("top", "10")])?.get("top").unwrap().text, "10");
    /// assert!(view.arguments([("tip", "10")]).unwrap_err().to_string().contains("did you mean top?"));
    /// # Ok(()) }
    /// ```
    pub fn arguments<K: AsRef<str>, V: AsRef<str>>(
        &self,
        pairs: impl IntoIterator<Item = (K, V)>,
    ) -> Result<Arguments, ViewError> {
        Arguments::typed(self, pairs)
    }

    /// Whether the same question of the same data always has the same answer.
    pub(crate) fn is_steady(&self) -> bool {
        self.is_steady
    }

    pub(super) fn query(&self) -> &Query {
        &self.query
    }
}

/// Every view there is, by name.
#[derive(Debug, Default)]
pub struct Catalogue {
    views: BTreeMap<ViewId, View>,
    refused: Vec<ViewError>,
}

impl Catalogue {
    /// The views that ship with milieu.
    ///
    /// ```
    /// use milieu::view::Catalogue;
    /// assert!(Catalogue::shipped().aspects().contains(&"cluster"));
    /// assert!(Catalogue::shipped().refused().is_empty());
    /// ```
    pub fn shipped() -> &'static Self {
        static SHIPPED_CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::of(SHIPPED.iter().copied()));
        &SHIPPED_CATALOGUE
    }

    /// The views of a folder, `folder/<aspect>/<view>.rq`. A bad one is refused by name; the others stay.
    ///
    /// # Errors
    /// [`ViewError::Read`] when the folder or a file cannot be read.
    pub fn from_dir(folder: impl AsRef<Path>) -> Result<Self, ViewError> {
        let mut files = Vec::new();
        for aspect in read_dir(folder.as_ref())? {
            if aspect.is_dir() {
                let inside = read_dir(&aspect)?;
                files.extend(inside.into_iter().filter(|file| file.extension().is_some_and(|ext| ext == "rq")));
            }
        }
        let mut texts = Vec::new();
        for file in files {
            let id = file.strip_prefix(folder.as_ref()).unwrap_or(&file).with_extension("");
            let id = id.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
            let text = fs::read_to_string(&file).map_err(|source| ViewError::Read { path: file, source })?;
            texts.push((id, text));
        }
        Ok(Self::of(texts.iter().map(|(id, text)| (id.as_str(), text.as_str()))))
    }

    /// The views of these texts, by id.
    pub fn of<'a>(texts: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut catalogue = Self::default();
        for (id, text) in texts {
            match View::read(id, text) {
                Ok(view) => drop(catalogue.views.insert(view.id.clone(), view)),
                Err(error) => {
                    tracing::warn!(view = id, %error, "a view is refused");
                    catalogue.refused.push(error);
                }
            }
        }
        catalogue
    }

    /// The view `id`.
    ///
    /// # Errors
    /// [`ViewError::Unknown`] names the views most like it.
    pub fn get(&self, id: &str) -> Result<&View, ViewError> {
        let found = id.parse().ok().and_then(|id: ViewId| self.views.get(&id));
        found.ok_or_else(|| ViewError::Unknown {
            id: id.to_owned(),
            nearest: nearest(id, self.views.keys().map(ViewId::as_str)),
        })
    }

    /// Every view, sorted by name.
    pub fn iter(&self) -> impl Iterator<Item = &View> {
        self.views.values()
    }

    /// The aspects, sorted.
    pub fn aspects(&self) -> Vec<&str> {
        let mut aspects: Vec<&str> = self.views.keys().map(ViewId::aspect).collect();
        aspects.dedup();
        aspects
    }

    /// Why the views that are not here were refused.
    pub fn refused(&self) -> &[ViewError] {
        &self.refused
    }
}

fn read_dir(folder: &Path) -> Result<Vec<std::path::PathBuf>, ViewError> {
    let failed = |source| ViewError::Read { path: folder.to_owned(), source };
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        paths.push(entry.map_err(failed)?.path());
    }
    paths.sort();
    Ok(paths)
}
