#include "io/npy.h"

#include <gtest/gtest.h>

#include <cmath>

#include "io/files.h"
#include "io/npz.h"
#include "support/errors.h"
#include "support/matrices.h"
#include "support/npy_samples.h"

using attn::Matrix;
using attn::test::errorOf;
using attn::test::matrixOf;

namespace lab::test {
namespace {

/// An array of a file that NumPy has written.
Matrix numpyArray(const std::string& name) {
  static const std::string bytes = readFile(std::string(ATTENTION_GOLDEN_DIR) + "/npy_kinds.npz");
  return parseNpz(bytes, name, name);
}

TEST(ParseNpy, ReadsEveryRealDtypeInBothByteOrdersAndLayoutsAsNumpyWritesThem) {
  for (const std::string dtype : {"f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "b1"}) {
    Matrix expected = matrixOf({{0, 1, 2}, {3, 4, 100}});
    if (dtype[0] == 'f' || dtype[0] == 'i') expected(0, 1) = -1;
    if (dtype[0] == 'f') expected(0, 2) = 0.5F;
    if (dtype[0] == 'b') expected = matrixOf({{0, 1, 1}, {1, 1, 1}});
    for (const char* kind : {"_little_C", "_little_F", "_big_C", "_big_F"})
      EXPECT_EQ(numpyArray(dtype + kind), expected) << dtype << kind;
  }
}

TEST(ParseNpy, TakesAScalarForOneByOneAndAVectorForOneRow) {
  EXPECT_EQ(numpyArray("scalar"), matrixOf({{2.5}}));
  EXPECT_EQ(numpyArray("vector"), matrixOf({{0, 1, 2, 3}}));
  EXPECT_EQ(numpyArray("column"), matrixOf({{0}, {1}, {2}}));
}

TEST(ParseNpy, ReadsVersionsTwoAndThree) {
  EXPECT_EQ(numpyArray("version2"), matrixOf({{0, 1, 2}, {3, 4, 100}}));
  EXPECT_EQ(numpyArray("version3"), matrixOf({{0, 1, 2}, {3, 4, 100}}));
}

TEST(ParseNpy, ReadsEveryHalfPrecisionNumber) {
  const auto half = [](std::uint16_t bits) {
    return parseNpy(npyFile(npyDict("<f2", "()"), bytesOf<std::uint16_t>({bits})), "x")(0, 0);
  };
  EXPECT_EQ(half(0x0001), 0x1p-24F);  // the smallest
  EXPECT_EQ(half(0x03ff), 0x1.ff8p-15F);
  EXPECT_EQ(half(0x0400), 0x1p-14F);  // the smallest normal one
  EXPECT_EQ(half(0xbc00), -1.0F);
  EXPECT_EQ(half(0x7bff), 65504.0F);  // the largest
}

TEST(ParseNpy, RefusesWhatIsNotARealNumber) {
  EXPECT_EQ(errorOf([] { numpyArray("objects"); }).id, "dtype_object");
  EXPECT_EQ(errorOf([] { numpyArray("complex"); }).argument("got"), "<c16");
  EXPECT_EQ(errorOf([] { numpyArray("text"); }).argument("got"), "<U2");
  EXPECT_EQ(errorOf([] { numpyArray("dates"); }).id, "dtype");
  EXPECT_EQ(errorOf([] { numpyArray("structured"); }).id, "dtype");
}

TEST(ParseNpy, RefusesEmptyAndManyDimensionalArraysAndSaysTheirShape) {
  EXPECT_EQ(errorOf([] { numpyArray("no_rows"); }).argument("got"), "(0, 3)");
  EXPECT_EQ(errorOf([] { numpyArray("no_values"); }).argument("got"), "(0,)");
  EXPECT_EQ(errorOf([] { numpyArray("three"); }).message, "three has 3 dimensions, (2, 2, 2); expected at most 2");
}

TEST(ParseNpy, NamesTheIndexOfANumberThatIsNotFinite) {
  EXPECT_EQ(errorOf([] { numpyArray("nan"); }).message, "nan[1, 0] is NaN; every number must be finite");
  EXPECT_EQ(errorOf([] { numpyArray("infinite"); }).message, "infinite[1, 1] is −∞; every number must be finite");
  const auto error = errorOf([] { numpyArray("huge"); });
  EXPECT_EQ(error.id, "float_range");
  EXPECT_EQ(error.argument("place"), "[0, 1]");
}

TEST(ParseNpy, ComparesTheHeaderWithTheBytesBeforeItTakesMemory) {
  const std::string two = bytesOf<float>({1, 2});
  const auto sizeError = [&](const std::string& shape) {
    return errorOf([&] { parseNpy(npyFile(npyDict("<f4", shape), two), "x"); }).id;
  };
  EXPECT_EQ(sizeError("(3,)"), "array_size");
  EXPECT_EQ(sizeError("(1,)"), "array_size");
  EXPECT_EQ(sizeError("(1000000000000, 1000)"), "array_size");
  // Products that wrap around to 8 bytes in 64 bits.
  EXPECT_EQ(sizeError("(9223372036854775809, 2)"), "array_size");
  EXPECT_EQ(sizeError("(4611686018427387906,)"), "array_size");
  EXPECT_EQ(sizeError("(18446744073709551616,)"), "npy_header");
}

TEST(ParseNpy, NamesAFileThatIsEmptyOrNotOne) {
  EXPECT_EQ(errorOf([] { parseNpy("", "x"); }).id, "file_empty");
  EXPECT_EQ(errorOf([] { parseNpy("hello", "x"); }).id, "npy_magic");
  EXPECT_EQ(errorOf([] { parseNpy(npyFile(npyDict("<f4", "()"), "0000", 9), "x"); }).argument("got"), "9.0");
}

TEST(ParseNpy, GivesAnErrorForEveryLengthThatAFileCanBeCutTo) {
  const std::string whole = npyFile(npyDict("<f4", "(1, 2)"), bytesOf<float>({1, 2}));
  EXPECT_EQ(parseNpy(whole, "x"), matrixOf({{1, 2}}));
  for (std::size_t length = 0; length < whole.size(); ++length) {
    SCOPED_TRACE(length);
    errorOf([&] { parseNpy(std::string_view(whole).substr(0, length), "x"); });
  }
}

TEST(ParseNpy, ReadsHeadersAsOtherProgramsWriteThem) {
  const std::string two = bytesOf<float>({1, 2});
  for (const char* dict : {"{\"descr\": \"<f4\", \"fortran_order\": False, \"shape\": (1, 2)}",
                           "{'shape':(1L,2L),'fortran_order':False,'descr':'<f4'}   ",
                           "{ 'fortran_order' : True , 'descr' : 'f4' , 'shape' : ( 2 , ) , }"})
    EXPECT_EQ(parseNpy(npyFile(dict, two), "x"), matrixOf({{1, 2}})) << dict;
  for (const char* dict : {"", "{", "{}", "{'descr': '<f4'}", "{'descr': '<f4', 'fortran_order': 0, 'shape': (2,)}",
                           "{'descr': '<f4', 'fortran_order': False, 'shape': (-2,)}",
                           "{'descr': '<f4', 'fortran_order': False, 'shape': (2 2)}",
                           "{'descr': '<f4', 'fortran_order': False, 'shape': 2}",
                           "{'descr': '<f4', 'fortran_order': False, 'shape': (2,)} x",
                           "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), 'more': 1}"})
    EXPECT_EQ(errorOf([&] { parseNpy(npyFile(dict, two), "x"); }).id, "npy_header") << dict;
}

TEST(NpyHeader, IsReadBackAndLeavesTheNumbersAligned) {
  for (const auto& [rows, columns] : {std::pair<attn::Index, attn::Index>{1, 1}, {12, 345}, {16384, 16384}}) {
    const std::string header = npyHeader(rows, columns);
    EXPECT_EQ(header.size() % 64, 0U);
    EXPECT_EQ(header.back(), '\n');
  }
  EXPECT_EQ(parseNpy(npyHeader(1, 2) + bytesOf<float>({1, 2}), "x"), matrixOf({{1, 2}}));
}

TEST(ParseNpyBlocks, StacksTheMatricesOfThreeDimensionsInBothLayouts) {
  const Matrix expected = matrixOf({{0, 1, 2}, {10, 11, 12}, {100, 101, 102}, {110, 111, 112}});
  const std::string rows = bytesOf<std::int16_t>({0, 1, 2, 10, 11, 12, 100, 101, 102, 110, 111, 112});
  const std::string columns = bytesOf<std::int16_t>({0, 100, 10, 110, 1, 101, 11, 111, 2, 102, 12, 112});
  for (const bool fortran : {false, true}) {
    const MatrixBlocks read =
        parseNpyBlocks(npyFile(npyDict("<i2", "(2, 2, 3)", fortran), fortran ? columns : rows), "x");
    EXPECT_EQ(read.blocks, 2);
    EXPECT_EQ(read.values, expected) << fortran;
  }
  EXPECT_EQ(parseNpyBlocks(npyFile(npyDict("<i2", "(4, 3)"), rows), "x").blocks, 0);
  EXPECT_EQ(parseNpyBlocks(npyFile(npyDict("<i2", "(1, 4, 3)"), rows), "x").blocks, 1);
}

TEST(ParseNpyBlocks, NamesTheMatrixOfANumberThatIsNotFinite) {
  const std::string numbers = bytesOf<float>({1, 2, 3, 4, 5, NAN});
  EXPECT_EQ(errorOf([&] { parseNpyBlocks(npyFile(npyDict("<f4", "(3, 1, 2)"), numbers), "x"); }).argument("place"),
            "[2, 0, 1]");
}

TEST(ParseNpyBlocks, RefusesFourDimensionsEmptyArraysAndWrongSizes) {
  const auto refused = [](const char* shape, const std::vector<float>& numbers) {
    return errorOf([&] { parseNpyBlocks(npyFile(npyDict("<f4", shape), bytesOf<float>(numbers)), "x"); });
  };
  EXPECT_EQ(refused("(1, 1, 1, 1)", {1}).argument("expected"), "3");
  EXPECT_EQ(refused("(0, 2, 2)", {}).id, "empty_array");
  EXPECT_EQ(refused("(2, 2, 2)", {1, 2, 3, 4}).argument("expected"), "2 × 2 × 2 × 4");
  EXPECT_EQ(refused("(4294967296, 4294967296, 4294967296)", {}).id, "array_size") << "nothing overflows";
}

}  // namespace
}  // namespace lab::test
