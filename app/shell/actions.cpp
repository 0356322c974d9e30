#include "shell/actions.h"

#include "scene/views.h"
#include "views/steps_view.h"

namespace lab {
namespace {

using enum WhileTyping;

bool whenPicture(const App& app) { return app.hasPicture(); }
bool whenNotEmpty(const App& app) { return !app.empty(); }
bool whenSelected(const App& app) { return app.hasPicture() && app.view().selected.has_value(); }

Shortcut plain(int code) { return {code}; }
Shortcut ctrl(int code) { return {code, true}; }
Shortcut ctrlShift(int code) { return {code, true, true}; }
Shortcut alt(int code) { return {code, false, false, true}; }

template <Language language>
std::optional<bool> speaks(App& app) {
  return app.settings().language == language;
}

template <Theme theme>
std::optional<bool> wears(App& app) {
  return app.settings().theme == theme;
}

bool whenMaskable(const App& app) { return app.canMask(); }

using Table = std::vector<Action>;

Table fileActions() {
  const char* menu = "menu.file";
  return {
      {.id = "new",
       .menu = menu,
       .shortcut = ctrl('N'),
       .run = [](App& a) { a.newDocument(); },
       .whileTyping = AfterField},
      {.id = "open",
       .menu = menu,
       .shortcut = ctrl('O'),
       .run = [](App& a) { a.askForFile(); },
       .whileTyping = AfterField},
      {.id = "open-matrix", .menu = menu, .run = [](App& a) { a.askForMatrices(""); }, .whileTyping = AfterField},
      {.id = "save",
       .menu = menu,
       .shortcut = ctrl('S'),
       .run = [](App& a) { a.save(false); },
       .enabled = whenNotEmpty,
       .whileTyping = AfterField,
       .startsGroup = true},
      {.id = "save-as",
       .menu = menu,
       .shortcut = ctrlShift('S'),
       .run = [](App& a) { a.save(true); },
       .enabled = whenNotEmpty,
       .whileTyping = AfterField},
      {.id = "export",
       .menu = menu,
       .shortcut = ctrl('E'),
       .run = [](App& a) { a.askForExport(); },
       .enabled = whenPicture,
       .whileTyping = AfterField,
       .startsGroup = true},
      {.id = "quit",
       .menu = menu,
       .shortcut = ctrl('Q'),
       .run = [](App& a) { a.requestQuit(); },
       .whileTyping = AfterField,
       .startsGroup = true},
  };
}

Table editActions() {
  const char* menu = "menu.edit";
  return {
      {.id = "undo",
       .menu = menu,
       .shortcut = ctrl('Z'),
       .run = [](App& a) { a.undo(); },
       .enabled = [](const App& a) { return a.canUndo(); },
       .whileTyping = AfterField},
      {.id = "redo",
       .menu = menu,
       .shortcut = ctrlShift('Z'),
       .run = [](App& a) { a.redo(); },
       .enabled = [](const App& a) { return a.history().canRedo(); },
       .whileTyping = AfterField},
      {.id = "paste-text", .menu = menu, .shortcut = ctrl('V'), .run = [](App& a) { a.paste(); }, .startsGroup = true},
      {.id = "copy-cell",
       .menu = menu,
       .shortcut = ctrl('C'),
       .run = [](App& a) { a.copyCell(); },
       .enabled = whenSelected,
       .startsGroup = true},
      {.id = "copy-row",
       .menu = menu,
       .shortcut = ctrlShift('C'),
       .run = [](App& a) { a.copyRow(); },
       .enabled = whenSelected},
      {.id = "copy-matrix",
       .menu = menu,
       .shortcut = {'C', true, false, true},
       .run = [](App& a) { a.copyMatrix(); },
       .enabled = whenPicture},
  };
}

Table maskActions() {
  const char* menu = "menu.edit";
  return {
      {.id = "paint-mask",
       .menu = menu,
       .shortcut = plain('P'),
       .run = [](App& a) { a.setPainting(!a.view().painting); },
       .enabled = whenMaskable,
       .checked = [](App& a) -> std::optional<bool> { return a.view().painting; },
       .startsGroup = true},
      {.id = "mask-cell",
       .menu = menu,
       .shortcut = plain('M'),
       .run = [](App& a) { a.toggleMaskedCell(); },
       .enabled = [](const App& a) { return a.canMask() && a.view().selected.has_value(); }},
      {.id = "mask-allow-all", .menu = menu, .run = [](App& a) { a.allowAllCells(); }, .enabled = whenMaskable},
      {.id = "mask-invert", .menu = menu, .run = [](App& a) { a.invertMask(); }, .enabled = whenMaskable},
      {.id = "open-mask", .menu = menu, .run = [](App& a) { a.askForMatrices("mask"); }, .enabled = whenMaskable},
  };
}

Table lookActions() {
  const char* menu = "menu.view";
  return {
      {.id = "language-en",
       .menu = menu,
       .run = [](App& a) { a.setLanguage(Language::English); },
       .checked = speaks<Language::English>,
       .startsGroup = true},
      {.id = "language-zh",
       .menu = menu,
       .run = [](App& a) { a.setLanguage(Language::Chinese); },
       .checked = speaks<Language::Chinese>},
      {.id = "theme-dark",
       .menu = menu,
       .run = [](App& a) { a.setTheme(Theme::Dark); },
       .checked = wears<Theme::Dark>,
       .startsGroup = true},
      {.id = "theme-light",
       .menu = menu,
       .run = [](App& a) { a.setTheme(Theme::Light); },
       .checked = wears<Theme::Light>},
      {.id = "theme-projector",
       .menu = menu,
       .run = [](App& a) { a.setTheme(Theme::Projector); },
       .checked = wears<Theme::Projector>},
      {.id = "zoom-in",
       .menu = menu,
       .shortcut = ctrl(key::equal),
       .run = [](App& a) { a.zoom(1); },
       .whileTyping = AtOnce,
       .startsGroup = true},
      {.id = "zoom-out",
       .menu = menu,
       .shortcut = ctrl(key::minus),
       .run = [](App& a) { a.zoom(-1); },
       .whileTyping = AtOnce},
      {.id = "zoom-reset",
       .menu = menu,
       .shortcut = ctrl('0'),
       .run = [](App& a) { a.zoom(0); },
       .whileTyping = AtOnce},
      {.id = "panels",
       .menu = menu,
       .shortcut = plain(key::f9),
       .run = [](App& a) { a.togglePanels(); },
       .enabled = whenNotEmpty,
       .whileTyping = AfterField,
       .startsGroup = true},
      {.id = "experiment-panel",
       .menu = menu,
       .shortcut = alt('1'),
       .run = [](App& a) { a.toggleExperiment(); },
       .enabled = whenNotEmpty,
       .whileTyping = AfterField},
      {.id = "inspector-panel",
       .menu = menu,
       .shortcut = alt('2'),
       .run = [](App& a) { a.toggleInspector(); },
       .enabled = whenNotEmpty,
       .whileTyping = AfterField},
      {.id = "next-panel",
       .menu = menu,
       .shortcut = plain(key::f6),
       .run = [](App& a) { a.focusNextPanel(); },
       .enabled = whenNotEmpty,
       .whileTyping = AfterField},
  };
}

Table mapActions() {
  const char* menu = "menu.view";
  return {
      {.id = "fit",
       .menu = menu,
       .shortcut = plain('F'),
       .run = [](App& a) { a.view().camera = {}; },
       .enabled = whenPicture,
       .startsGroup = true},
      {.id = "values",
       .menu = menu,
       .shortcut = plain('V'),
       .run = [](App& a) { a.settings().showValues = !a.settings().showValues; },
       .enabled = whenPicture,
       .checked = [](App& a) -> std::optional<bool> { return a.settings().showValues; }},
      {.id = "whole-range",
       .menu = menu,
       .shortcut = plain('R'),
       .run = [](App& a) { a.settings().wholeRange = !a.settings().wholeRange; },
       .enabled = whenPicture,
       .checked = [](App& a) -> std::optional<bool> { return a.settings().wholeRange; }},
      {.id = "next-stage",
       .menu = menu,
       .shortcut = alt(key::right),
       .run = [](App& a) { a.stepStage(1); },
       .enabled = whenPicture,
       .inMenu = false},
      {.id = "previous-stage",
       .menu = menu,
       .shortcut = alt(key::left),
       .run = [](App& a) { a.stepStage(-1); },
       .enabled = whenPicture,
       .inMenu = false},
      {.id = "select-up",
       .menu = menu,
       .shortcut = plain(key::up),
       .run = [](App& a) { a.moveSelectedCell(-1, 0); },
       .enabled = whenPicture,
       .inMenu = false},
      {.id = "select-down",
       .menu = menu,
       .shortcut = plain(key::down),
       .run = [](App& a) { a.moveSelectedCell(1, 0); },
       .enabled = whenPicture,
       .inMenu = false},
      {.id = "select-left",
       .menu = menu,
       .shortcut = plain(key::left),
       .run = [](App& a) { a.moveSelectedCell(0, -1); },
       .enabled = whenPicture,
       .inMenu = false},
      {.id = "select-right",
       .menu = menu,
       .shortcut = plain(key::right),
       .run = [](App& a) { a.moveSelectedCell(0, 1); },
       .enabled = whenPicture,
       .inMenu = false},
      {.id = "reset-settings", .menu = menu, .run = [](App& a) { a.resetSettings(); }, .startsGroup = true},
  };
}

/// A command for each view, Ctrl+1 the first of them.
Table viewActions() {
  const char* menu = "menu.view";
  Table table;
  int digit = '1';
  for (const ViewRow& row : viewCatalogue()) {
    const std::string name = row.name;
    table.push_back({.id = "view." + name,
                     .menu = menu,
                     .shortcut = digit <= '9' ? ctrl(digit) : Shortcut{},
                     .run = [name](App& a) { a.showView(name); },
                     .enabled = whenNotEmpty,
                     .checked = [name](App& a) -> std::optional<bool> { return a.view().view == name; },
                     .whileTyping = AfterField,
                     .title = &row.title});
    ++digit;
  }
  table.push_back({.id = "next-view",
                   .menu = menu,
                   .shortcut = ctrl(key::pageDown),
                   .run = [](App& a) { a.stepView(1); },
                   .enabled = whenNotEmpty,
                   .whileTyping = AfterField,
                   .inMenu = false});
  table.push_back({.id = "previous-view",
                   .menu = menu,
                   .shortcut = ctrl(key::pageUp),
                   .run = [](App& a) { a.stepView(-1); },
                   .enabled = whenNotEmpty,
                   .whileTyping = AfterField,
                   .inMenu = false});
  return table;
}

/// Walking through the computation of a row.
Table stepActions() {
  const char* menu = "menu.view";
  const auto inSteps = [](const App& a) { return a.hasPicture() && a.view().view == "steps"; };
  return {
      {.id = "steps-play",
       .menu = menu,
       .shortcut = plain(key::space),
       .run = [](App& a) { playSteps(a.view()); },
       .enabled = inSteps,
       .inMenu = false},
      {.id = "steps-next",
       .menu = menu,
       .shortcut = plain(key::period),
       .run = [](App& a) { moveStep(a.view(), 1); },
       .enabled = inSteps,
       .inMenu = false},
      {.id = "steps-previous",
       .menu = menu,
       .shortcut = plain(key::comma),
       .run = [](App& a) { moveStep(a.view(), -1); },
       .enabled = inSteps,
       .inMenu = false},
  };
}

Table helpActions() {
  const char* menu = "menu.help";
  return {
      {.id = "shortcuts",
       .menu = menu,
       .shortcut = plain(key::f1),
       .run = [](App& a) { a.dialogs().shortcuts = true; },
       .whileTyping = AfterField},
      {.id = "formulas", .menu = menu, .run = [](App& a) { a.dialogs().formulas = true; }},
      {.id = "command-palette",
       .menu = menu,
       .shortcut = ctrlShift('P'),
       .run =
           [](App& a) {
             a.dialogs().palette = CommandPalette{true, "", 0, true};
           },
       .whileTyping = AfterField,
       .startsGroup = true},
      {.id = "about", .menu = menu, .run = [](App& a) { a.dialogs().about = true; }, .startsGroup = true},
  };
}

Table makeTable() {
  Table table;
  for (const auto& part : {fileActions(), editActions(), maskActions(), viewActions(), lookActions(), mapActions(),
                           stepActions(), helpActions()})
    table.insert(table.end(), part.begin(), part.end());
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
    item.title = action.title != nullptr ? words.title(*action.title) : words("action." + action.id);
    const std::string_view id = action.id;
    if (id == "undo" && app.history().undoLabel() != nullptr)
      item.title = words("action.undo-what", {{"what", words(app.history().undoLabel())}});
    if (id == "redo" && app.history().redoLabel() != nullptr)
      item.title = words("action.redo-what", {{"what", words(app.history().redoLabel())}});
    item.shortcut = shortcutText(action.shortcut);
    item.enabled = action.enabled(app);
    if (action.checked) item.checked = action.checked(app);
    item.startsGroup = action.startsGroup;
    item.inMenu = action.inMenu;
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
  // Brackets step like comma and period, which every keyboard has without AltGr.
  if (wanted.key == key::leftBracket) wanted.key = key::comma;
  if (wanted.key == key::rightBracket) wanted.key = key::period;
  if (wanted == Shortcut{'Y', true}) wanted = {'Z', true, true};
  for (const Action& action : actionTable())
    if (action.shortcut.key != key::none && action.shortcut == wanted) return &action;
  return nullptr;
}

}  // namespace lab
