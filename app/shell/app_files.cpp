// Opening, saving, exporting, dropping: everything of the App that touches files.
#include <algorithm>
#include <chrono>

#include "document/document_file.h"
#include "figure/view_figure.h"
#include "io/array_file.h"
#include "io/files.h"
#include "shell/app.h"
#include "shell/problem_of.h"
#include "text/tokenizers.h"
#include "ui/compat.h"

namespace lab {
namespace {

constexpr std::uint64_t kTextLimit = 1 << 20;  // a sentence file larger than this is no sentence

/// The text of a file: one line break at its end is no part of the sentence.
std::string sentenceIn(const std::filesystem::path& file) {
  std::string text = attn::toNfc(readFile(file, kTextLimit), file.filename().string());
  if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
  if (text.find_first_not_of(" \t\r\n") == std::string::npos)
    throw attn::InputError("no_token", {{"input", file.filename().string()}});
  return text;
}

bool isMatrixFile(const std::filesystem::path& file) {
  const auto& known = matrixExtensions();
  return std::find(known.begin(), known.end(), lowerExtension(file)) != known.end();
}

/// A picture or an archive is no text that was saved wrongly.
attn::InputError asUnknownKind(const attn::InputError& error, const std::filesystem::path& file) {
  const std::string extension = lowerExtension(file);
  if (error.id() != "invalid_utf8" || extension == ".txt") return error;
  return {
      "unknown_extension",
      {{"input", file.filename().string()}, {"got", extension}, {"expected", ".txt, .json, .npy, .npz, .csv, .tsv"}}};
}

}  // namespace

std::string App::windowTitle() const {
  if (empty() && file_.empty()) return "Attention Lab";
  const std::string name =
      file_.empty() ? Words::of(settings_.language)("document.untitled") : file_.filename().string();
  return name + (history_.isDirty() ? " • – Attention Lab" : " – Attention Lab");
}

void App::leaveDocument(std::function<void()> then) {
  endSweep();
  if (draft_) run(*draft_);
  letGo();
  if (!history_.isDirty() || empty()) {
    then();
    return;
  }
  afterSaving_ = std::move(then);
  dialogs_.unsaved = true;
}

void App::requestQuit() {
  if (ImGui::GetIO().WantTextInput && !dialogIsOpen()) {
    actionAfterField_ = "quit";
    return;
  }
  whenFree([this] { leaveDocument([this] { quit_ = true; }); });
}

void App::newDocument() {
  leaveDocument([this] {
    history_ = History();
    draft_.reset();
    file_.clear();
    experimentState_ = {};
    startState_ = {};
    view_.camera = {};
    view_.stage = MatrixStage::Weights;
    evaluateShown();
  });
}

void App::askForFile() {
  openFilePicker(dialogs_.picker, FilePicker::Purpose::Open, Words::of(settings_.language)("picker.heading.open"),
                 {".json", ".txt", ".npy", ".npz", ".csv", ".tsv"}, settings_.folder, "");
  picked_ = [this](const std::filesystem::path& file) { openFile(file); };
}

void App::openFile(const std::filesystem::path& file) {
  if (isMatrixFile(file)) {
    openMatrices({file}, "");
    return;
  }
  try {
    if (lowerExtension(file) == ".txt") {
      run(SetQueryText{sentenceIn(file)});
      experimentState_ = {};
      rememberFile(settings_, file);
      return;
    }
    Document document = openDocument(file);
    leaveDocument([this, document = std::move(document), file] {
      history_ = History(document);
      draft_.reset();
      file_ = file;
      experimentState_ = {};
      view_.selected.reset();
      view_.camera = {};
      rememberFile(settings_, file);
      evaluateShown();
    });
  } catch (const attn::InputError& error) {
    say(Message::Kind::Error, Words::of(settings_.language).error(error));
  }
}

void App::drop(const std::vector<std::string>& files) {
  if (files.empty()) return;
  std::vector<std::filesystem::path> matrices;
  for (const std::string& file : files)
    if (isMatrixFile(file)) matrices.emplace_back(file);
  if (matrices.empty())
    whenFree([this, file = std::filesystem::path(files.front())] { dropFile(file); });
  else
    whenFree([this, matrices] { openMatrices(matrices, ""); });
}

void App::dropFile(const std::filesystem::path& file) {
  if (lowerExtension(file) == ".json") {
    openFile(file);
    return;
  }
  try {
    run(SetQueryText{sentenceIn(file)});
    experimentState_ = {};
  } catch (const attn::InputError& error) {
    say(Message::Kind::Error, Words::of(settings_.language).error(asUnknownKind(error, file)));
  }
}

void App::save(bool underNewName) {
  endSweep();
  if (draft_) run(*draft_);
  if (!file_.empty() && !underNewName) {
    saveTo(file_);
    return;
  }
  const std::string name = file_.empty() ? "experiment.json" : file_.filename().string();
  openFilePicker(dialogs_.picker, FilePicker::Purpose::Save, Words::of(settings_.language)("picker.heading.save"),
                 {".json"}, settings_.folder, name);
  picked_ = [this](const std::filesystem::path& file) { saveTo(file); };
}

void App::saveTo(const std::filesystem::path& file) {
  const Words& words = Words::of(settings_.language);
  try {
    saveDocument(history_.document(), file);
  } catch (const attn::InputError& error) {
    afterSaving_ = nullptr;
    say(Message::Kind::Error, words.error(error));
    return;
  }
  file_ = file;
  history_.markSaved();
  rememberFile(settings_, file);
  say(Message::Kind::Done, words("message.saved", {{"file", file.string()}}));
  if (afterSaving_) std::exchange(afterSaving_, nullptr)();
}

void App::askForExport() {
  dialogs_.exporting.options.stage = view_.stage == MatrixStage::Scores ? MatrixStage::Scores : MatrixStage::Weights;
  dialogs_.exporting.options.view = view_.view;
  dialogs_.exporting.options.selected = view_.selected;
  dialogs_.exporting.options.colourMap.reset();
  dialogs_.exporting.weightsMap = settings_.colourMap;
  dialogs_.exporting.open = true;
}

void App::exportTo(const std::filesystem::path& file, const FigureOptions& options) {
  if (evaluator_.trace() == nullptr) return;
  if (export_.valid()) {
    say(Message::Kind::Warning, Words::of(settings_.language)("message.still-exporting"));
    return;
  }
  exportFile_ = file;
  settings_.folder = file.parent_path().string();
  // A figure of thousands of tokens takes a while: the frame never waits for it.
  export_ = std::async(std::launch::async,
                       [trace = options.view == "heatmap" ? *evaluator_.trace() : evaluator_.allHeads(), file, options,
                        wake = host_.wake]() -> std::optional<attn::InputError> {
                         auto problem = problemOf([&] {
                           const std::vector<unsigned char> png = viewPng(trace, options);
                           writeFile(file, {reinterpret_cast<const char*>(png.data()), png.size()});
                         });
                         wake();
                         return problem;
                       });
}

void App::finishExport() {
  if (!export_.valid()) return;
  if (export_.wait_for(std::chrono::seconds(0)) != std::future_status::ready) {
    ui_.wakeAt = std::min(ui_.wakeAt, ui_.now + 0.1);
    return;
  }
  const Words& words = Words::of(settings_.language);
  if (const auto problem = export_.get())
    say(Message::Kind::Error, words.error(*problem));
  else
    say(Message::Kind::Done, words("message.exported", {{"file", exportFile_.string()}}));
}

void App::drawFilePickerDialog() {
  const bool wasOpen = dialogs_.picker.open;
  if (const auto file = drawFilePicker(ui_, dialogs_.picker)) {
    if (picked_) std::exchange(picked_, nullptr)(*file);
  } else if (wasOpen && !dialogs_.picker.open) {
    afterSaving_ = nullptr;  // the reader gave up saving: what was to follow does not happen
  }
}

}  // namespace lab
