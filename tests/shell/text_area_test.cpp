// A wrapped field must edit as one without wrapping does. The field is ImGui's own, without a window; the judge is a
// string with a cursor.
#include "ui/text_area.h"

#include <gtest/gtest.h>
#include <imgui.h>

#include <algorithm>
#include <functional>
#include <memory>

#include "shell/imgui_input.h"
#include "shell/shortcut.h"
#include "ui/compat.h"
#include "ui/field_text.h"

namespace {

using lab::kSoftBreak;
using lab::Step;
using lab::WrappedText;

const std::u32string kBreak = {kSoftBreak, U'\n'};

float oneEach(char32_t) { return 1; }

std::u32string wrapAt8(std::u32string_view plain) { return lab::withSoftBreaks(plain, 8, oneEach); }

// ---- wrapping ----

TEST(SoftBreaks, WrapAtSpacesAndComeOutAgain) {
  const std::u32string text = U"The animal didn't cross the street because it was too tired";
  const std::u32string shown = lab::withSoftBreaks(text, 20, oneEach);
  EXPECT_EQ(shown.substr(0, 20), U"The animal didn't " + kBreak);
  EXPECT_EQ(lab::withoutSoftBreaks(shown), text);
}

TEST(SoftBreaks, WrapChineseBetweenAnyTwoCharactersAndKeepTypedBreaks) {
  const std::u32string text = U"今天天气真好，\n我们去公园散步吧";
  const std::u32string shown = lab::withSoftBreaks(text, 4, oneEach);
  EXPECT_EQ(shown, U"今天天气" + kBreak + U"真好，\n我们去公" + kBreak + U"园散步吧");
  EXPECT_EQ(lab::withoutSoftBreaks(shown), text);
}

TEST(SoftBreaks, CutAWordThatIsWiderThanTheField) {
  EXPECT_EQ(lab::withSoftBreaks(U"xxxxxxxxxx", 4, oneEach), U"xxxx" + kBreak + U"xxxx" + kBreak + U"xx");
  EXPECT_EQ(lab::withSoftBreaks(U"a xxxxxx", 4, oneEach), U"a " + kBreak + U"xxxx" + kBreak + U"xx");
}

TEST(SoftBreaks, LetNoLineBeWiderThanTheFieldButForSpaces) {
  for (const std::u32string text : {U"ab cde f ghijklmnop qr 我爱北京 st", U"我a爱 b北京cd efg", U"    a    b"})
    for (float width = 1; width < 12; ++width) {
      const std::u32string shown = lab::withSoftBreaks(text, width, oneEach) + U'\n';
      for (std::size_t start = 0, end = 0; start < shown.size(); start = end + 1) {
        end = shown.find(U'\n', start);
        std::size_t length = end - start;
        while (length > 0 && (shown[start + length - 1] == U' ' || shown[start + length - 1] == kSoftBreak)) --length;
        EXPECT_LE(static_cast<float>(length), width) << lab::utf8Of(text);
      }
      EXPECT_EQ(lab::withoutSoftBreaks(shown), text + U'\n');
    }
}

// ---- half breaks ----

TEST(AfterEvent, TakesTheCharacterBesideABreakOfWhichAPartIsGone) {
  // Shown: "ab cd " break "efgh".
  const WrappedText before{U"ab cd efgh", wrapAt8(U"ab cd efgh"), {6, 6}};
  ASSERT_EQ(before.shown, U"ab cd " + kBreak + U"efgh");
  std::u32string shown = before.shown;
  shown.erase(6, 1);  // Delete in front of the break takes the mark
  EXPECT_EQ(lab::afterEvent(before, shown, {6, 6}, Step::None, wrapAt8).plain, U"ab cd fgh");
  WrappedText behind = before;
  behind.caret = {8, 8};
  shown = before.shown;
  shown.erase(7, 1);  // Backspace behind it takes the line feed
  const WrappedText after = lab::afterEvent(behind, shown, {7, 7}, Step::None, wrapAt8);
  EXPECT_EQ(after.plain, U"ab cdefgh");
}

TEST(AfterEvent, LeavesNoCursorInsideABreak) {
  const std::u32string shown = wrapAt8(U"ab cd efgh");
  const auto moved = [&](lab::Caret from, lab::Caret to, Step step) {
    return lab::afterEvent({U"ab cd efgh", shown, from}, shown, to, step, wrapAt8).caret;
  };
  EXPECT_EQ(moved({2, 2}, {7, 7}, Step::None), (lab::Caret{6, 6}));   // End
  EXPECT_EQ(moved({8, 8}, {7, 7}, Step::Left), (lab::Caret{5, 5}));   // from the second line over the space
  EXPECT_EQ(moved({6, 6}, {7, 7}, Step::Right), (lab::Caret{9, 9}));  // from the first line over the "e"
  EXPECT_EQ(moved({6, 6}, {7, 6}, Step::Right), (lab::Caret{9, 6}));  // the same with Shift
  EXPECT_EQ(moved({2, 2}, {8, 6}, Step::None), (lab::Caret{8, 8}));   // dragged over nothing but the break
}

// ---- characters that ImGui cannot hold ----

TEST(FieldText, GivesBackEveryCharacter) {
  std::u32string every = {0, 1, '\t', '\n', '\r', '\n', 0x1B, 0x7F, 0x85, 0x200B, '\n', 0x206A, 0xFFFD, 0xFFFF};
  for (char32_t c = 0xE000; c < 0xFA00; c += 3) every += c;
  every += U"😀👩‍👩‍👧𠀀\U0010FFFF";
  const std::string field = lab::toField(every);
  EXPECT_EQ(lab::fromField(field), every);
  EXPECT_EQ(lab::charactersOf(field).size(), every.size());
  for (const char32_t c : lab::charactersOf(field)) {
    EXPECT_LE(c, 0xFFFFU);
    EXPECT_TRUE(c >= 0x20 || c == '\n' || c == '\t') << static_cast<unsigned>(c);
  }
  EXPECT_EQ(lab::copiedFromField(lab::toField(U"a😀 " + kBreak + U"b\u200B\nc")), "a😀 b\u200B\nc");
}

TEST(FieldText, GivesBackEveryByteEvenOfBrokenText) {
  for (const std::string text : {"\x80", "a\xC3", "\xC3(", "\xE4\xB8", "\xF0\x9F\x98", "\xED\xA0\x80", "\xC0\x80",
                                 "\xF4\x90\x80\x80", "\xFF\xFE", "é中😀"}) {
    EXPECT_EQ(lab::utf8Of(lab::charactersOf(text)), text);
    EXPECT_EQ(lab::utf8Of(lab::fromField(lab::toField(lab::charactersOf(text)))), text);
  }
}

TEST(FieldText, GivesUpTheOldestStandInForOneTooMany) {
  lab::StandIns standIns;
  const char32_t first = standIns.standInFor(0x20000);
  for (char32_t i = 1; i < lab::StandIns::kCount; ++i) standIns.standInFor(0x20000 + i);
  EXPECT_EQ(standIns.meaningOf(first), 0x20000U);
  EXPECT_EQ(standIns.standInFor(0x1F600), first);
  EXPECT_EQ(standIns.meaningOf(first), 0x1F600U);
  EXPECT_EQ(standIns.meaningOf(standIns.standInFor(0x20001)), 0x20001U);
  EXPECT_EQ(standIns.meaningOf(standIns.standInFor(0x20000)), 0x20000U);
}

// ---- keys, in ImGui's own field ----

constexpr int kEnd = 269, kDelete = 261, kBackspace = 259, kShift = 340, kControl = 341;

/// A text area in a window of its own; `width` in pixels.
class Field {
 public:
  explicit Field(float width) : width_(width) {
    ImGui::CreateContext();
    lab::prepareImGui();
    lab::setImGuiClipboard([this] { return clipboard; }, [this](const std::string& copied) { clipboard = copied; });
    ImGui::GetIO().DisplaySize = {1600, 900};
    ImGui::GetIO().DeltaTime = 1.0F / 60;
    fonts_.want("今天我爱北京安门");
    fonts_.rebuild();
    ui_.fonts = &fonts_;
    ui_.palette = &lab::paletteOf(lab::Theme::Dark);
    ui_.probe = &probe_;
    frame();
  }
  ~Field() {
    lab::setImGuiClipboard({}, {});
    ImGui::DestroyContext();
  }
  Field(const Field&) = delete;
  Field& operator=(const Field&) = delete;

  /// Edits another text, with the cursor at its start.
  void edit(const std::string& other) {
    ImGui::SetWindowFocus(nullptr);
    frame();
    text = other;
    state_ = {};
    state_.takeFocus = true;
    frame();
    frame();
    press(lab::key::home, {kControl});
  }

  void press(int key, const std::vector<int>& with = {}) {
    for (const int modifier : with) send({lab::InputEvent::Kind::Key, 0, 0, modifier, true});
    send({lab::InputEvent::Kind::Key, 0, 0, key, true});
    frame();
    send({lab::InputEvent::Kind::Key, 0, 0, key, false});
    for (const int modifier : with) send({lab::InputEvent::Kind::Key, 0, 0, modifier, false});
    frame();
  }
  void type(char32_t character) {
    send({lab::InputEvent::Kind::Character, 0, 0, static_cast<int>(character), true});
    frame();
  }
  void setWidth(float width) { width_ = width; }
  void setLine(bool line) { line_ = line; }

  const std::u32string& shown() const { return state_.text.shown; }
  std::ptrdiff_t lines() const { return std::count(shown().begin(), shown().end(), U'\n') + 1; }
  float padding() const { return ui_.u(); }  ///< between the text and an edge
  float textWidth(std::string_view line) {
    return lab::compat::textSize(fonts_.at(lab::TextSize::Base), fonts_.pixelSize(lab::TextSize::Base), line).width;
  }

  void frame() {
    fonts_.want(text);
    fonts_.rebuild();
    lab::applyToImGui(events_);
    events_.clear();
    ImGui::NewFrame();
    ImGui::SetNextWindowSize({1500, 800});
    ImGui::Begin("window");
    if (line_) {
      if (state_.takeFocus) ImGui::SetKeyboardFocusHere();
      state_.takeFocus = false;
      lab::textLine("###line", "", text);
    } else {
      text = lab::textArea(ui_, "area", state_, text, width_, 1, 4).text;
    }
    ImGui::End();
    ImGui::Render();
  }

  std::string text, clipboard;

 private:
  void send(const lab::InputEvent& event) { events_.push_back(event); }

  lab::Fonts fonts_;
  lab::Probe probe_;
  lab::Ui ui_;
  lab::TextAreaState state_;
  std::vector<lab::InputEvent> events_;
  float width_;
  bool line_ = false;
};

/// The judge: a text, a cursor, where the selection started, and the lines that are on the screen.
struct Model {
  std::u32string text;
  std::size_t cursor = 0, anchor = 0;
  bool cursorEnds = false, anchorEnds = false;               ///< at the end of a line, not at the start of the next one
  std::vector<std::pair<std::size_t, std::size_t>> lines{};  ///< first and last place of the cursor

  void put(std::size_t at, bool ends, bool shift) {
    cursor = at;
    cursorEnds = ends;
    // A selection of nothing is none.
    if (shift && cursor != anchor) return;
    anchor = cursor;
    anchorEnds = cursorEnds;
  }
  void insert(const std::u32string& by) {
    const std::size_t begin = std::min(cursor, anchor);
    text.replace(begin, std::max(cursor, anchor) - begin, by);
    put(begin + by.size(), false, false);
  }
  void erase(bool forward) {
    if (cursor == anchor && forward) anchor = std::min(cursor + 1, text.size());
    if (cursor == anchor && !forward) anchor = cursor > 0 ? cursor - 1 : 0;
    insert(U"");
  }
  void move(bool forward, bool shift) {
    if (!shift && cursor != anchor)
      return put(forward ? std::max(cursor, anchor) : std::min(cursor, anchor), false, false);
    put(forward ? std::min(cursor + 1, text.size()) : cursor - (cursor > 0 ? 1 : 0), false, shift);
  }
  /// Home and End; without Shift they start from the beginning of a selection, as in every field of ImGui.
  void toLineEdge(bool end, bool shift) {
    if (!shift && anchor < cursor) put(anchor, anchorEnds, false);
    auto line = lines.begin();
    for (auto each = lines.begin(); each != lines.end(); ++each)
      if (each->first < cursor || (each->first == cursor && !cursorEnds)) line = each;
    put(end ? line->second : line->first, end, shift);
  }
};

std::vector<std::pair<std::size_t, std::size_t>> linesOf(const std::u32string& shown) {
  std::vector<std::pair<std::size_t, std::size_t>> lines;
  std::size_t first = 0, plain = 0;
  for (std::size_t i = 0; i < shown.size(); ++i) {
    const bool soft = shown[i] == kSoftBreak, lineEnd = soft || shown[i] == U'\n';
    if (lineEnd) lines.emplace_back(first, plain);
    plain += soft ? 0 : 1;
    if (lineEnd) first = plain;
    if (soft) ++i;  // the line feed belongs to it
  }
  lines.emplace_back(first, plain);
  return lines;
}

struct Action {
  const char* name;
  std::function<void(Field&)> field;
  std::function<void(Model&)> model;
};

const std::vector<int> kWithShift = {kShift}, kWithControl = {kControl};

std::vector<Action> actions() {
  using lab::key::left, lab::key::right, lab::key::home, lab::key::enter;
  return {
      {"Left ", [](Field& f) { f.press(left); }, [](Model& m) { m.move(false, false); }},
      {"Right ", [](Field& f) { f.press(right); }, [](Model& m) { m.move(true, false); }},
      {"Shift+Left ", [](Field& f) { f.press(left, kWithShift); }, [](Model& m) { m.move(false, true); }},
      {"Shift+Right ", [](Field& f) { f.press(right, kWithShift); }, [](Model& m) { m.move(true, true); }},
      {"Home ", [](Field& f) { f.press(home); }, [](Model& m) { m.toLineEdge(false, false); }},
      {"End ", [](Field& f) { f.press(kEnd); }, [](Model& m) { m.toLineEdge(true, false); }},
      {"Shift+Home ", [](Field& f) { f.press(home, kWithShift); }, [](Model& m) { m.toLineEdge(false, true); }},
      {"Shift+End ", [](Field& f) { f.press(kEnd, kWithShift); }, [](Model& m) { m.toLineEdge(true, true); }},
      {"Delete ", [](Field& f) { f.press(kDelete); }, [](Model& m) { m.erase(true); }},
      {"Backspace ", [](Field& f) { f.press(kBackspace); }, [](Model& m) { m.erase(false); }},
      {"x ", [](Field& f) { f.type(U'x'); }, [](Model& m) { m.insert(U"x"); }},
      {"😀 ", [](Field& f) { f.type(U'😀'); }, [](Model& m) { m.insert(U"😀"); }},
      {"Enter ", [](Field& f) { f.press(enter); }, [](Model& m) { m.insert(U"\n"); }},
      {"Ctrl+V ", [](Field& f) { f.press('V', kWithControl); }, [](Model& m) { m.insert(U"𠀀 q"); }},
  };
}

/// What is done to a fresh text in this order, by index into actions(); then "Z" is typed to see where the cursor is.
void expectTheSame(Field& field, const std::string& text, std::size_t offset, const std::vector<std::size_t>& doing) {
  static const std::vector<Action> all = actions();
  field.edit(text);
  field.clipboard = "𠀀\tq";
  Model model{lab::charactersOf(text), offset, offset};
  if (offset <= model.text.size() / 2) {
    for (std::size_t i = 0; i < offset; ++i) field.press(lab::key::right);
  } else {
    field.press(kEnd, kWithControl);
    for (std::size_t i = model.text.size(); i > offset; --i) field.press(lab::key::left);
  }
  std::string said;
  for (const std::size_t index : doing) {
    model.lines = linesOf(field.shown());
    all[index].field(field);
    all[index].model(model);
    said += all[index].name;
  }
  field.type(U'Z');
  model.insert(U"Z");
  EXPECT_EQ(field.text, lab::utf8Of(model.text)) << said << "at " << offset;
}

TEST(TextArea, DoesWithEveryKeyAtEveryPlaceWhatItWouldDoWithoutWrapping) {
  Field field(120);
  const std::string text = "The cat 😀sat too. 我爱北京天安门\nIt was so";
  field.edit(text);
  ASSERT_GE(field.lines(), 4);
  const std::size_t size = lab::charactersOf(text).size();
  for (std::size_t offset = 0; offset <= size; ++offset)
    for (std::size_t action = 0; action < actions().size(); ++action) expectTheSame(field, text, offset, {action});
}

TEST(TextArea, DoesBesideBreaksWhatItWouldDoWithoutThem) {
  Field field(120);
  const std::string text = "The cat 😀sat too. 我爱北京天安门\nIt was so";
  const std::size_t count = actions().size();
  field.edit(text);
  const auto lines = linesOf(field.shown());
  for (const auto& line : lines)
    for (std::size_t first = 0; first < 8; ++first)  // the moves
      for (std::size_t second = 0; second < count; ++second) {
        expectTheSame(field, text, line.first, {first, second});
        // From the end of the line, and then once more.
        expectTheSame(field, text, line.first, {5, first, second});
      }
}

TEST(TextArea, GoesFromWordToWordOverBreaks) {
  Field field(120);
  const std::string text = "one two three four five six";
  field.edit(text);
  ASSERT_GE(field.lines(), 2);
  for (int i = 0; i < 6; ++i) field.press(lab::key::right, kWithControl);
  field.type(U'Z');
  EXPECT_EQ(field.text, text + "Z");
  for (int i = 0; i < 4; ++i) field.press(lab::key::left, kWithControl);
  field.type(U'Y');
  EXPECT_EQ(field.text, "one two Ythree four five sixZ");
}

TEST(TextArea, CopiesAndCutsWithoutBreaksAndWithTheReadersCharacters) {
  Field field(120);
  const std::string text = "emoji 😀 and \uE000 private \u200B use 我爱北京天安门";
  field.edit(text);
  ASSERT_GE(field.lines(), 2);
  field.press('A', kWithControl);
  field.press('C', kWithControl);
  EXPECT_EQ(field.clipboard, text);
  field.press('X', kWithControl);
  EXPECT_EQ(field.text, "");
  field.press('V', kWithControl);
  EXPECT_EQ(field.text, text);
}

TEST(TextArea, TakesPastedTabsAndLineEndsForWhatTheyAre) {
  Field field(600);
  field.edit("");
  field.clipboard = "line one\r\nline\rtwo\x01\x7F\n\nline\tthree";
  field.press('V', kWithControl);
  EXPECT_EQ(field.text, "line one\nline\ntwo\n\nline three");
}

TEST(TextArea, KeepsAllOfALongPasteOverChinese) {
  // ImGui made room by bytes: fewer bytes but more characters were cut off at the end.
  Field field(120);
  field.edit("");
  for (int i = 0; i < 110; ++i) field.type(U'我');
  std::string pasted;
  for (int i = 0; i < 60; ++i) pasted += "word" + std::to_string(i % 10) + " ";
  field.clipboard = pasted;
  field.press('A', kWithControl);
  field.press('V', kWithControl);
  field.frame();
  EXPECT_EQ(field.text, pasted);
  field.type(U'Z');
  EXPECT_EQ(field.text, pasted + "Z");
}

TEST(TextArea, PutsTheOldTextBackOnEscape) {
  Field field(120);
  field.edit("The 😀 cat sat on the mat");
  field.type(U'x');
  field.press(lab::key::escape);
  EXPECT_EQ(field.text, "The 😀 cat sat on the mat");
}

TEST(TextArea, LeavesRoomForTheScrollbarInMoreLinesThanItHas) {
  Field field(200);
  std::string text;
  for (int i = 0; i < 120; ++i) text += "i ";
  field.edit(text);
  ASSERT_GT(field.lines(), 4);
  const float room = 200 - 2 * field.padding() - ImGui::GetStyle().ScrollbarSize;
  std::u32string shown = field.shown() + U'\n';
  for (std::size_t start = 0, end = 0; start < shown.size(); start = end + 1) {
    end = shown.find(U'\n', start);
    const std::u32string line = lab::withoutSoftBreaks(std::u32string_view(shown).substr(start, end - start));
    EXPECT_LE(field.textWidth(lab::utf8Of(std::u32string_view(line).substr(0, line.find_last_not_of(U' ') + 1))), room);
  }
}

TEST(TextArea, WrapsAgainWhileItIsEditedWhenItsWidthChanges) {
  Field field(600);
  const std::string text = "The cat sat on the mat and then it slept";
  field.edit(text);
  ASSERT_EQ(field.lines(), 1);
  for (int i = 0; i < 10; ++i) field.press(lab::key::right);
  field.setWidth(120);
  field.frame();
  field.frame();
  EXPECT_GE(field.lines(), 3);
  field.type(U'Z');
  EXPECT_EQ(field.text, "The cat saZt on the mat and then it slept");
}

TEST(TextLine, KeepsEveryCharacterAndTurnsLineEndsIntoSpaces) {
  Field field(300);
  field.setLine(true);
  field.edit("a😀b");
  field.press(kEnd);
  field.type(U'👩');
  field.type(U'q');
  EXPECT_EQ(field.text, "a😀b👩q");
  field.clipboard = "\tone\r\ntwo 𠀀";
  field.press('V', kWithControl);
  EXPECT_EQ(field.text, "a😀b👩q one two 𠀀");
  field.press(kBackspace);
  EXPECT_EQ(field.text, "a😀b👩q one two ");
}

TEST(Fonts, IgnoreControlCharacters) {
  ImGui::CreateContext();
  {
    lab::Fonts fonts;
    fonts.rebuild();
    fonts.want(std::string("\0\x01\x1F é", 6));
    EXPECT_FALSE(fonts.stale());
    fonts.want("中");
    EXPECT_TRUE(fonts.stale());
    fonts.rebuild();
    if (fonts.chineseFound()) {
      EXPECT_NE(fonts.at(lab::TextSize::Base)->FindGlyphNoFallback(0x4E2D), nullptr);
    }
  }
  ImGui::DestroyContext();
}

}  // namespace
