#include "shell/actions.h"

namespace lab {
namespace {

bool always(const App&) { return true; }
bool whenPicture(const App& app) { return app.hasPicture(); }
bool whenNotEmpty(const App& app) { return !app.empty(); }
bool whenSelected(const App& app) { return app.hasPicture() && const_cast<App&>(app).view().selected.has_value(); }

std::vector<Action> makeTable() {
  const char *file = "menu.file", *edit = "menu.edit", *view = "menu.view", *help = "menu.help";
  const auto ctrl = [](int k) { return Shortcut{k, true}; };
  const auto ctrlShift = [](int k) { return Shortcut{k, true, true}; };
  const auto plain = [](int k) { return Shortcut{k}; };
  std::vector<Action> table = {
      {"new", file, ctrl('N'), always, [](App& a) { a.newDocument(); }, nullptr, false, true},
      {"open", file, ctrl('O'), always, [](App& a) { a.askForFile(); }, nullptr, false, true},
      {"save", file, ctrl('S'), whenNotEmpty, [](App& a) { a.save(false); }, nullptr, true, true},
      {"save-as", file, ctrlShift('S'), whenNotEmpty, [](App& a) { a.save(true); }, nullptr, false, true},
      {"export", file, ctrl('E'), whenPicture, [](App& a) { a.askForExport(); }, nullptr, true, true},
      {"quit", file, ctrl('Q'), always, [](App& a) { a.requestQuit(); }, nullptr, true, true},

      {"undo", edit, ctrl('Z'), [](const App& a) { return a.history().canUndo(); }, [](App& a) { a.undo(); }, nullptr,
       false, true},
      {"redo", edit, ctrlShift('Z'), [](const App& a) { return a.history().canRedo(); }, [](App& a) { a.redo(); },
       nullptr, false, true},
      {"paste-text", edit, ctrl('V'), always, [](App& a) { a.paste(); }, nullptr, true},
      {"copy-cell", edit, ctrl('C'), whenSelected, [](App& a) { a.copyCell(); }, nullptr, true},
      {"copy-row", edit, ctrlShift('C'), whenSelected, [](App& a) { a.copyRow(); }},
      {"copy-matrix", edit, {'C', true, false, true}, whenPicture, [](App& a) { a.copyMatrix(); }},

      {"language-en",
       view,
       {},
       always,
       [](App& a) { a.setLanguage(Language::English); },
       [](App& a) -> std::optional<bool> { return a.settings().language == Language::English; }},
      {"language-zh",
       view,
       {},
       always,
       [](App& a) { a.setLanguage(Language::Chinese); },
       [](App& a) -> std::optional<bool> { return a.settings().language == Language::Chinese; }},
      {"theme-dark",
       view,
       {},
       always,
       [](App& a) { a.setTheme(Theme::Dark); },
       [](App& a) -> std::optional<bool> { return a.settings().theme == Theme::Dark; },
       true},
      {"theme-light",
       view,
       {},
       always,
       [](App& a) { a.setTheme(Theme::Light); },
       [](App& a) -> std::optional<bool> { return a.settings().theme == Theme::Light; }},
      {"theme-projector",
       view,
       {},
       always,
       [](App& a) { a.setTheme(Theme::Projector); },
       [](App& a) -> std::optional<bool> { return a.settings().theme == Theme::Projector; }},
      {"zoom-in", view, ctrl(key::equal), always, [](App& a) { a.zoom(1.1F); }, nullptr, true, true},
      {"zoom-out", view, ctrl(key::minus), always, [](App& a) { a.zoom(1 / 1.1F); }, nullptr, false, true},
      {"zoom-reset", view, ctrl('0'), always, [](App& a) { a.zoom(0); }, nullptr, false, true},
      {"panels", view, plain(key::f9), whenNotEmpty, [](App& a) { a.togglePanels(); }, nullptr, true, true},
      {"experiment-panel",
       view,
       {'1', false, false, true},
       whenNotEmpty,
       [](App& a) { a.toggleExperiment(); },
       nullptr,
       false,
       true},
      {"inspector-panel",
       view,
       {'2', false, false, true},
       whenNotEmpty,
       [](App& a) { a.toggleInspector(); },
       nullptr,
       false,
       true},
      {"next-panel", view, plain(key::f6), whenNotEmpty, [](App& a) { a.focusNextPanel(); }, nullptr, false, true},
      {"fit", view, plain('F'), whenPicture, [](App& a) { a.view().camera = {}; }, nullptr, true},
      {"values", view, plain('V'), whenPicture, [](App& a) { a.settings().showValues = !a.settings().showValues; },
       [](App& a) -> std::optional<bool> { return a.settings().showValues; }},
      {"whole-range", view, plain('R'), whenPicture, [](App& a) { a.settings().wholeRange = !a.settings().wholeRange; },
       [](App& a) -> std::optional<bool> { return a.settings().wholeRange; }},
      {"next-stage",
       view,
       {key::right, false, false, true},
       whenPicture,
       [](App& a) { a.stepStage(1); },
       nullptr,
       true},
      {"previous-stage", view, {key::left, false, false, true}, whenPicture, [](App& a) { a.stepStage(-1); }},
      {"select-up", view, plain(key::up), whenPicture, [](App& a) { a.moveSelectedCell(-1, 0); }, nullptr, true},
      {"select-down", view, plain(key::down), whenPicture, [](App& a) { a.moveSelectedCell(1, 0); }},
      {"select-left", view, plain(key::left), whenPicture, [](App& a) { a.moveSelectedCell(0, -1); }},
      {"select-right", view, plain(key::right), whenPicture, [](App& a) { a.moveSelectedCell(0, 1); }},
      {"reset-settings", view, {}, always, [](App& a) { a.resetSettings(); }, nullptr, true},

      {"shortcuts", help, plain(key::f1), always, [](App& a) { a.dialogs().shortcuts = true; }, nullptr, false, true},
      {"formulas", help, {}, always, [](App& a) { a.dialogs().formulas = true; }},
      {"command-palette", help, ctrlShift('P'), always,
       [](App& a) {
         a.dialogs().palette = {true, "", 0, true};
       },
       nullptr, true, true},
      {"about", help, {}, always, [](App& a) { a.dialogs().about = true; }, nullptr, true},
  };
  return table;
}

}  // namespace

const std::vector<Action>& actionTable() {
  static const std::vector<Action> table = makeTable();
  return table;
}

std::vector<ActionItem> actionItems(App& app, const Words& words) {
  std::vector<ActionItem> items;
  for (const Action& action : actionTable()) {
    ActionItem item;
    item.id = action.id;
    item.menu = action.menu;
    item.title = words(std::string("action.") + action.id);
    const std::string_view id = action.id;
    if (id == "undo" && app.history().undoLabel() != nullptr)
      item.title = words("action.undo-what", {{"what", words(app.history().undoLabel())}});
    if (id == "redo" && app.history().redoLabel() != nullptr)
      item.title = words("action.redo-what", {{"what", words(app.history().redoLabel())}});
    item.shortcut = shortcutText(action.shortcut);
    item.enabled = action.enabled(app);
    if (action.checked != nullptr) item.checked = action.checked(app);
    item.startsGroup = action.startsGroup;
    items.push_back(std::move(item));
  }
  return items;
}

bool runAction(App& app, std::string_view id) {
  for (const Action& action : actionTable()) {
    if (action.id != id) continue;
    if (!action.enabled(app)) return false;
    action.run(app);
    return true;
  }
  return false;
}

const Action* actionFor(const Shortcut& shortcut) {
  Shortcut wanted = shortcut;
  // The keypad's signs mean the same, and a plus is typed with or without Shift.
  if (wanted.key == key::keypadAdd) wanted.key = key::equal;
  if (wanted.key == key::keypadSubtract) wanted.key = key::minus;
  if (wanted.key == key::equal) wanted.shift = false;
  if (wanted == Shortcut{'Y', true}) wanted = {'Z', true, true};
  for (const Action& action : actionTable())
    if (action.shortcut.key != key::none && action.shortcut == wanted) return &action;
  return nullptr;
}

}  // namespace lab
