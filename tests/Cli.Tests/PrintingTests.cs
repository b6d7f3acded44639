using Akka.Events.Cli.Printing;
using Akka.Events.Topics;
using Xunit;

namespace Akka.Events.Cli.Tests;

public sealed class PrintingTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("two\nlines\tand a tab", "two\\nlines\\tand a tab")]
    [InlineData("\u001b[31mred", "\\u001b[31mred")]
    [InlineData("a\u202Eb", "a\\u202eb")]
    [InlineData("Straße 😀", "Straße 😀")]
    public void A_text_of_others_moves_no_cursor(string text, string line) => Assert.Equal(line, Printable.Line(text));

    [Fact]
    public void A_keys_byte_that_is_no_text_is_told_apart() => Assert.Equal("\\udc80", Printable.Line(KeyText.ToText([0x80])));

    [Fact]
    public void A_value_is_its_text_or_its_bytes()
    {
        Assert.Equal("null", Printable.Value(null));
        Assert.Equal("{\"a\":1}", Printable.Value("{\"a\":1}"u8.ToArray()));
        Assert.Equal("0x00FF", Printable.Value([0, 255]));
        Assert.Equal("abc…", Printable.Value("abcdefgh"u8.ToArray(), 4));
    }

    [Fact]
    public void Programs_get_json_where_it_is_json_and_a_text_where_it_is_a_text()
    {
        Assert.Equal("{\"a\":1}", Printable.Json("{\"a\":1}"u8.ToArray())!.ToJsonString());
        Assert.Equal("\"{broken\"", Printable.Json("{broken"u8.ToArray())!.ToJsonString());
        Assert.Equal("\"42\"", Printable.Json("42"u8.ToArray())!.ToJsonString());
        Assert.Equal("{\"base64\":\"AP8=\"}", Printable.Json([0, 255])!.ToJsonString());
    }

    [Fact]
    public void A_table_has_a_line_a_row_and_numbers_to_the_right()
    {
        var output = new StringWriter();
        new Printer(output, TextWriter.Null, json: false).Rows(
            [("orders", 4L, (string?)null), ("a-much-longer-name", 128L, "x")], "none", new("topic", r => r.Item1), new("lag", r => r.Item2), new("member", r => r.Item3));
        Assert.Equal(
            ["TOPIC               LAG  MEMBER", "orders                4  -", "a-much-longer-name  128  x"],
            output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd()));
    }

    [Fact]
    public void Json_has_the_rows_only()
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        new Printer(output, error, json: true).Rows(Array.Empty<int>(), "There is none.");
        Assert.Equal("[]", output.ToString().Trim());
        Assert.Empty(error.ToString());
    }
}
