#include <gtest/gtest.h>

#include "scene/heatmap_layout.h"
#include "scene_pictures.h"

namespace lab::test {
namespace {

struct Scene {
  MatrixPicture picture;
  HeatmapOptions options;
  HeatmapLayout layout;

  explicit Scene(attn::Index rows, attn::Index columns, Camera camera = {})
      : picture(wordPicture(rows, columns)), options(optionsFor(picture, {784, 692})) {
    options.interactive = true;
    look(camera);
  }
  void look(const Camera& camera) {
    options.camera = camera;
    layout = layoutOf(picture, options);
  }
  /// The point of the map in cells that lies under `pointer`.
  Point under(Point pointer) const {
    return {(pointer.x - layout.map.x) / layout.cell, (pointer.y - layout.map.y) / layout.cell};
  }
};

TEST(HitTest, FindsEveryCellAtItsMiddleAndItsCorners) {
  for (const attn::Index count : {1, 2, 11, 64}) {
    const Scene scene(count, count);
    for (attn::Index row = 0; row < count; ++row)
      for (attn::Index column = 0; column < count; ++column) {
        const Cell cell{row, column};
        const Rect rect = scene.layout.cellRect(cell);
        EXPECT_EQ(cellAt(scene.layout, rect.centre()), cell);
        EXPECT_EQ(cellAt(scene.layout, {rect.x + 0.01F, rect.y + 0.01F}), cell);
        EXPECT_EQ(cellAt(scene.layout, {rect.right() - 0.01F, rect.bottom() - 0.01F}), cell);
      }
  }
}

TEST(HitTest, FindsEveryCellOfAMapOfThousands) {
  const Scene scene(4096, 4096);
  for (const attn::Index row : {0, 1, 777, 4094, 4095})
    for (attn::Index column = 0; column < 4096; ++column) {
      const Cell cell{row, column};
      EXPECT_EQ(cellAt(scene.layout, scene.layout.cellRect(cell).centre()), cell);
    }
}

TEST(HitTest, FindsNoCellInTheGapBetweenTwoCells) {
  const Scene scene(11, 11);
  const Rect cell = scene.layout.cellRect({3, 4});
  EXPECT_FALSE(cellAt(scene.layout, {cell.right() + 0.5F, cell.centre().y}));
  EXPECT_FALSE(cellAt(scene.layout, {cell.centre().x, cell.bottom() + 0.5F}));
}

TEST(HitTest, FindsNoCellOutsideTheMapOrTheClip) {
  Scene scene(11, 11);
  const Rect map = scene.layout.map;
  EXPECT_FALSE(cellAt(scene.layout, {map.x - 1, map.centre().y}));
  EXPECT_FALSE(cellAt(scene.layout, {map.centre().x, map.bottom() + 1}));
  scene.look({5, std::nullopt});
  EXPECT_FALSE(cellAt(scene.layout, {scene.layout.clip.x - 1, scene.layout.clip.centre().y}));
  EXPECT_TRUE(scene.layout.map.x < scene.layout.clip.x) << "the map goes on there";
}

TEST(Zoom, KeepsThePointUnderThePointer) {
  for (const attn::Index count : {11, 64, 300, 4096}) {
    Scene scene(count, count);
    const Rect clip = scene.layout.clip;
    for (const Point part : {Point{0.5F, 0.5F}, Point{0.3F, 0.6F}, Point{0.8F, 0.2F}}) {
      scene.look({});
      const Point pointer{clip.x + part.x * clip.width, clip.y + part.y * clip.height};
      const Point wanted = scene.under(pointer);
      for (const float factor : {1.2F, 1.5F, 2.0F, 0.9F}) {
        scene.look(zoomedAt(scene.layout, scene.options.camera, pointer, factor));
        const Point got = scene.under(pointer);
        // The map is drawn on whole points: half a point each way, and a hundredth for 32-bit rounding.
        EXPECT_NEAR(got.x * scene.layout.cell, wanted.x * scene.layout.cell, 0.51F) << count << " by " << factor;
        EXPECT_NEAR(got.y * scene.layout.cell, wanted.y * scene.layout.cell, 0.51F) << count << " by " << factor;
      }
    }
  }
}

TEST(Zoom, EndsAtTheFittedMapAndAtACellAsLargeAsTheView) {
  Scene scene(64, 64);
  const Point pointer = scene.layout.clip.centre();
  EXPECT_EQ(zoomedAt(scene.layout, {}, pointer, 0.5F), Camera{});
  Camera camera;
  for (int i = 0; i < 100; ++i) {
    camera = zoomedAt(scene.layout, camera, pointer, 1.3F);
    scene.look(camera);
  }
  EXPECT_LE(scene.layout.cell, std::min(scene.layout.view.width, scene.layout.view.height) + 1);
  EXPECT_GT(scene.layout.cell, 300);
  for (int i = 0; i < 100; ++i) {
    camera = zoomedAt(scene.layout, camera, pointer, 1 / 1.3F);
    scene.look(camera);
  }
  EXPECT_EQ(camera, Camera{}) << "back at the fitted map, centred";
}

TEST(Zoom, LetsANarrowMapGrowIntoTheWholeView) {
  Scene scene(300, 4);
  const float fitted = scene.layout.clip.width;
  scene.look(zoomedAt(scene.layout, {}, scene.layout.clip.centre(), 20));
  EXPECT_GT(scene.layout.clip.width, 10 * fitted);
  EXPECT_LE(scene.layout.clip.right(), scene.layout.view.right());
}

TEST(Pan, MovesTheMapWithThePointer) {
  Scene scene(64, 64);
  scene.look(zoomedAt(scene.layout, {}, scene.layout.clip.centre(), 6));
  const Rect before = scene.layout.map;
  scene.look(panned(scene.layout, scene.options.camera, {25, -40}));
  EXPECT_NEAR(scene.layout.map.x, before.x + 25, 1);  // whole points
  EXPECT_NEAR(scene.layout.map.y, before.y - 40, 1);
}

TEST(Pan, AddsUpManySmallSteps) {
  Scene scene(64, 64);
  scene.look(zoomedAt(scene.layout, {}, scene.layout.clip.centre(), 6));
  const Rect before = scene.layout.map;
  for (int i = 0; i < 100; ++i) scene.look(panned(scene.layout, scene.options.camera, {0.3F, 0}));
  EXPECT_NEAR(scene.layout.map.x, before.x + 30, 1);
}

TEST(Pan, NeverLosesTheMap) {
  for (const attn::Index columns : {4, 64})
    for (const Point delta : {Point{1e5F, 0}, Point{-1e5F, 0}, Point{0, 1e5F}, Point{-1e5F, -1e5F}}) {
      Scene scene(64, columns);
      scene.look(zoomedAt(scene.layout, {}, scene.layout.clip.centre(), 3));
      scene.look(panned(scene.layout, scene.options.camera, delta));
      const Rect map = scene.layout.map, view = scene.layout.view, clip = scene.layout.clip;
      EXPECT_NEAR(clip.width, std::min(map.width, view.width), 1.5F) << "as much of the map as fits is seen";
      EXPECT_NEAR(clip.height, std::min(map.height, view.height), 1.5F);
    }
}

TEST(Pan, LeavesAFittedMapWhereItIs) {
  const Scene scene(11, 11);
  EXPECT_EQ(panned(scene.layout, {}, {50, 50}), Camera{});
}

}  // namespace
}  // namespace lab::test
