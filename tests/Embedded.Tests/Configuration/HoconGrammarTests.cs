using Akka.Configuration;
using Xunit;

namespace Akka.Embedded.Tests.Configuration;

public sealed class HoconGrammarTests
{
    private static Config Parse(string hocon) => ConfigurationFactory.ParseString(hocon);

    [Theory]
    [InlineData("a = [1]\na += 2\na += 3", new[] { 1, 2, 3 })]
    [InlineData("a += 1", new[] { 1 })]
    [InlineData("a = [1]\na = ${a} [2]", new[] { 1, 2 })]
    [InlineData("b { a = [1] }\nb { a += 2 }", new[] { 1, 2 })]
    [InlineData("base { a = [1] }\nb = ${base} { a += 2 }\nb.a += 3", null)]
    [InlineData("x = [1]\ny = [3]\na = ${x} [2] ${y} ${?none}", new[] { 1, 2, 3 })]
    public void Arrays_grow(string hocon, int[] expected) =>
        Assert.Equal(expected ?? [1, 2, 3], Parse(hocon).GetIntList(expected is null || hocon.StartsWith('b') ? "b.a" : "a"));

    [Fact]
    public void An_optional_substitution_without_a_value_leaves_what_was_there()
    {
        var config = Parse("a = 1\na = ${?nowhere}\nb = ${?nowhere}\nl = [1, ${?nowhere}, 2]");
        Assert.Equal(1, config.GetInt("a"));
        Assert.False(config.HasPath("b"));
        Assert.Equal([1, 2], config.GetIntList("l"));
    }

    [Fact]
    public void A_substitution_sees_what_is_assigned_later()
    {
        var config = Parse("service = ${base}\nservice.name = x\nbase { port = 1 }\nbase.port = 2\nport = ${service.port}");
        Assert.Equal(2, config.GetInt("port"));
        Assert.Equal("x", config.GetString("service.name"));
    }

    [Fact]
    public void A_value_refers_to_its_own_neighbours()
    {
        var config = Parse("base { a = 1 }\nx = ${base}\nx { b = ${x.a}, c = ${x.b}${x.b} }\nx = ${x} { a = ${x.a}5 }");
        Assert.Equal(15, config.GetInt("x.b"));
        Assert.Equal("1515", config.GetString("x.c"));
    }

    [Theory]
    [InlineData("a = ${a}")]
    [InlineData("a = ${b}\nb = ${a}")]
    [InlineData("a { b = ${a} }")]
    [InlineData("a = ${a.b}")]
    public void A_circle_is_refused(string hocon) => Assert.Throws<FormatException>(() => Parse(hocon));

    [Fact]
    public void Texts_and_substitutions_join()
    {
        var config = Parse("host = h\nport = 1\nurl = \"http://\"${host}\":\"${port} end");
        Assert.Equal("http://h:1 end", config.GetString("url"));
    }

    [Fact]
    public void A_name_that_the_text_lacks_comes_from_the_environment()
    {
        Environment.SetEnvironmentVariable("HOCON_GRAMMAR_TEST", "from outside");
        Assert.Equal("from outside", Parse("a = here\na = ${?HOCON_GRAMMAR_TEST}").GetString("a"));
    }

    [Theory]
    [InlineData("a = 1\nb = [1, 2", 2, 10)]
    [InlineData("a = 1\n  b : x=y", 2, 8)]
    [InlineData("a = \"x\ny\"", 1, 5)]
    [InlineData("\n\n a = 5 [1]", 3, 6)]
    [InlineData("a = \"\\q\"", 1, 6)]
    [InlineData("a {\n  b", 2, 4)]
    [InlineData("a..b = 1", 1, 3)]
    [InlineData("{ a = 1 } b = 2", 1, 11)]
    [InlineData("a = @", 1, 5)]
    [InlineData("a = 1 }", 1, 7)]
    public void An_error_names_line_and_column(string hocon, int line, int column) =>
        Assert.Contains($"line {line}, column {column}", Assert.Throws<ConfigurationException>(() => Parse(hocon)).Message);

    [Fact]
    public void An_unresolved_substitution_names_line_and_column() =>
        Assert.Contains("line 2, column 5", Assert.Throws<FormatException>(() => Parse("a = 1\nb = ${c.d}")).Message);

    [Fact]
    public void Files_are_included_where_the_statement_stands()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "outer.conf"), "x { include \"inner\" }\ny = ${x.b}");
            File.WriteAllText(Path.Combine(folder.FullName, "inner.conf"), "a = 1\nb = ${a}");
            var config = Parse($"include file(\"{folder.FullName}/outer.conf\")\ninclude \"not-there\"\nx.a = 2");
            Assert.Equal(2, config.GetInt("y"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("include required(\"no-such-file\")")]
    [InlineData("include url(\"http://example.org\")")]
    public void What_can_not_be_included_is_refused(string hocon) => Assert.Throws<ConfigurationException>(() => Parse(hocon));

    [Fact]
    public void A_file_that_includes_itself_is_refused()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, $"a = 1\ninclude \"{file}\"");
            Assert.Throws<ConfigurationException>(() => Parse(File.ReadAllText(file)));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("5us", 50)]
    [InlineData("100ns", 1)]
    [InlineData("1.5 micros", 15)]
    public void Short_durations_are_exact(string text, long ticks) => Assert.Equal(ticks, Parse($"t = {text}").GetTimeSpan("t").Ticks);

    [Theory]
    [InlineData("5 parsecs")]
    [InlineData("-1s")]
    [InlineData("s")]
    [InlineData("99999999999d")]
    public void A_bad_duration_is_refused_by_its_path(string text) =>
        Assert.Contains("x.t", Assert.Throws<FormatException>(() => Parse($"x.t = {text}").GetTimeSpan("x.t")).Message);

    [Fact]
    public void What_is_written_reads_back()
    {
        var config = Parse("a { \"b.c\" = [1, x y, {d = null}] }\ne = \"q\\\"\\n\"\nempty {}");
        Assert.Equal(config.ToString(), Parse(config.ToString()).ToString());
    }
}
