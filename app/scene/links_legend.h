#pragma once

#include <string>
#include <vector>

#include "scene/links_scene.h"

namespace lab {

/// The heads' names in their colours, in as many lines as they need.
struct LinksLegend {
  std::vector<LegendEntry> entries;
  float height = 0;
  Drawing drawing;
};

LinksLegend linksLegend(const LinksSubject& subject, const LinksOptions& options, const SceneStyle& style, Rect area);

/// How many links are drawn and what is left out, in words.
/// @param drawn how many there are of what is pointed at
std::string linksStatus(const LinksSubject& subject, std::size_t drawn, const SceneStyle& style);

}  // namespace lab
