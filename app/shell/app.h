#pragma once

#include <filesystem>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "document/history.h"
#include "panels/command_palette.h"
#include "panels/edit_request.h"
#include "panels/experiment_panel.h"
#include "panels/export_dialog.h"
#include "panels/file_picker.h"
#include "panels/inspector_panel.h"
#include "panels/matrix_dialog.h"
#include "panels/message_bar.h"
#include "panels/start_panel.h"
#include "shell/evaluator.h"
#include "shell/frame_layout.h"
#include "shell/settings.h"
#include "shell/shortcut.h"
#include "ui/action_item.h"
#include "ui/ui.h"
#include "ui/view_state.h"
#include "views/mask_brush.h"

namespace lab {

/// What the interface asks of whoever shows it: a real window, or nobody (a picture).
struct Host {
  std::function<void()> wake = [] {};  ///< from any thread: a new frame is wanted
  std::function<std::string()> clipboard = [] { return std::string(); };
  std::function<void(const std::string&)> setClipboard = [](const std::string&) {};
  float contentScale = 1;
  bool still = false;  ///< a picture is taken: nothing moves
};

/// The program behind the window: one document, what the reader looks at, and one frame of the interface. Knows
/// ImGui and the renderers, no window system.
class App {
 public:
  App(Settings settings, Host host);

  // ---- one frame ----
  /// Before ImGui's frame starts: takes over results, sizes and glyphs. @return whether the font atlas was rebuilt.
  bool prepare(double now);
  /// Between ImGui::NewFrame and Render. The GL context is current.
  void draw();
  /// Seconds until a frame is wanted without an event; infinity: none.
  double sleep() const;
  bool animating() const;

  // ---- what comes from outside ----
  void press(const Shortcut& shortcut);
  void drop(const std::vector<std::string>& files);
  void openFile(const std::filesystem::path& file);
  void showExperiment(const attn::Experiment& experiment, std::optional<Cell> select);
  void requestQuit();
  void finishComputing() { evaluator_.finish(); }
  void say(Message::Kind kind, std::string text);

  bool wantsQuit() const { return quit_; }
  std::string windowTitle() const;
  Settings& settings() { return settings_; }
  Probe& probe() { return probe_; }
  const attn::Trace* trace() const { return evaluator_.trace(); }
  ViewState& view() { return view_; }
  const ViewState& view() const { return view_; }
  bool busy() const { return evaluator_.waiting(0).has_value() || export_.valid(); }

  // ---- what actions do; see actions.cpp ----
  void newDocument();
  void askForFile();
  void save(bool underNewName);
  void askForExport();
  void undo();
  void redo();
  void copyCell();
  void copyRow();
  void copyMatrix();
  void paste();
  void setLanguage(Language language);
  void setTheme(Theme theme) { settings_.theme = theme; }
  /// One step larger (1) or smaller (−1), or back to 100 % (0).
  void zoom(int step);
  void resetSettings();
  void togglePanels();
  void toggleExperiment();
  void toggleInspector();
  void stepStage(int direction);
  /// @param view a row of viewCatalogue().
  void showView(const std::string& view);
  void stepView(int direction);
  void moveSelectedCell(int rows, int columns);
  void focusNextPanel();
  bool dialogIsOpen() const;
  // masks and matrices from outside; app_matrices.cpp
  bool canMask() const;
  void setPainting(bool on);
  /// Whether the pointer paints the mask now.
  bool paintsMask() const;
  void toggleMaskedCell();
  void allowAllCells();
  void invertMask();
  /// Asks for a file with arrays. @param role what one of them is wanted for: "mask", "param:W"; empty: whatever
  void askForMatrices(const std::string& role);
  const History& history() const { return history_; }
  bool canUndo() const { return draft_.has_value() || history_.canUndo(); }
  bool empty() const;
  bool hasPicture() const;
  bool viewFocused() const { return viewFocused_; }

  struct Dialogs {
    FilePicker picker;
    ExportDialog exporting;
    MatrixDialog matrices;
    CommandPalette palette;
    bool shortcuts = false, formulas = false, about = false, unsaved = false;
  };
  Dialogs& dialogs() { return dialogs_; }

 private:
  // the frame, part by part; app_frame.cpp
  void drawTop(const FrameLayout& layout);
  void drawStart(const FrameLayout& layout);
  void drawExperiment(const FrameLayout& layout);
  void drawTabs(const FrameLayout& layout);
  void drawTools(const FrameLayout& layout);
  void drawHeadTool(ToolRow& row);
  ViewInput viewInput();
  void rememberLook();
  void drawView(const FrameLayout& layout);
  void drawStrip(const FrameLayout& layout);
  void drawInspector(const FrameLayout& layout);
  void drawRail(const char* name, const char* titleKey, Rect area, bool left);
  void drawSplitters(const FrameLayout& layout);
  void drawDialogs();
  FrameLayout layoutOfFrame() const;
  PanelChoice& panels() { return settings_.panels[view_.view]; }

  // edits
  /// @param ofView from the view itself: an edit of anyone else ends a sweep that plays in it.
  void take(const std::optional<EditRequest>& request, bool ofView = false);
  /// A temperature sweep leaves the document as it found it.
  void endSweep();
  /// Whatever the pointer holds in a view is let go without an edit of its own.
  void letGo();
  bool holdsSomething() const;
  void run(const Edit& edit);
  Document shownDocument() const;
  void evaluateShown();

  // what comes from outside waits until no dialog is open
  void whenFree(std::function<void()> task);
  void closeDialogs();

  // files; app_files.cpp
  void dropFile(const std::filesystem::path& file);
  void openMatrices(const std::vector<std::filesystem::path>& files, const std::string& role);
  void takeMatrices(const attn::Experiment& experiment, const std::string& file, bool startAnew);
  void drawMatrices();
  attn::Index textWidth() const;
  void paint(const attn::Mask& mask);
  bool takeGridKey(const Shortcut& shortcut);
  void leaveDocument(std::function<void()> then);
  void saveTo(const std::filesystem::path& file);
  void exportTo(const std::filesystem::path& file, const FigureOptions& options);
  void finishExport();
  void drawFilePickerDialog();
  void wantGlyphs();

  Settings settings_;
  Host host_;
  History history_;
  std::optional<Edit> draft_;
  std::filesystem::path file_;
  ViewState view_;
  ExperimentPanelState experimentState_;
  StartPanelState startState_;
  InspectorState inspectorState_;
  MaskBrush brush_;
  std::vector<Message> messages_;
  Dialogs dialogs_;
  std::function<void(const std::filesystem::path&)> picked_;
  std::function<void()> afterSaving_;
  std::future<std::optional<attn::InputError>> export_;
  std::filesystem::path exportFile_;

  Fonts fonts_;
  TextImages images_;
  gfx::HeatmapRenderer heatmaps_;
  gfx::FieldRenderer fields_;
  Probe probe_;
  Ui ui_;
  double fontsBuiltAt_ = -1;
  std::string glyphsWantedFor_;
  std::vector<ActionItem> actionItems_;

  Evaluator evaluator_;
  std::optional<Language> preparedLanguage_;
  std::function<void()> waiting_;              ///< for the open dialog to be closed
  std::string actionAfterField_;               ///< for the edited field to hand over what was typed
  std::optional<std::string> wantedFocus_;     ///< the window that gets the keyboard after this frame
  std::pair<attn::Index, attn::Index> shape_;  ///< of the last result: the camera is fitted anew when it changes
  bool viewFocused_ = false;
  bool quit_ = false;
};

}  // namespace lab
