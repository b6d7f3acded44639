using Akka.Configuration;
using Xunit;

namespace Akka.Runtime.Tests.Configuration;

public sealed class HoconTests
{
    private static Config Parse(string hocon) => ConfigurationFactory.ParseString(hocon);

    [Fact]
    public void Comments_are_skipped()
    {
        var config = Parse("""
            # one
            a = 1 # two
            // three
            b = 2 // four
            """);
        Assert.Equal(1, config.GetInt("a"));
        Assert.Equal(2, config.GetInt("b"));
    }

    [Fact]
    public void Dotted_keys_and_nested_objects_are_the_same()
    {
        var config = Parse("a.b.c = 1\na { b { d = 2 } }\na.b { e = 3 }");
        Assert.Equal([1, 2, 3], new[] { "c", "d", "e" }.Select(key => config.GetInt("a.b." + key)));
    }

    [Fact]
    public void A_brace_may_stand_on_the_next_line() => Assert.Equal(1, Parse("a\n{\n  b = 1\n}").GetInt("a.b"));

    [Fact]
    public void The_last_of_two_equal_keys_wins() => Assert.Equal(2, Parse("a = 1\na = 2").GetInt("a"));

    [Fact]
    public void Json_is_read()
    {
        var config = Parse("""{ "a" : { "b" : [1, 2], "c" : "x\ty\u0021", "d" : null } }""");
        Assert.Equal([1, 2], config.GetIntList("a.b"));
        Assert.Equal("x\ty!", config.GetString("a.c"));
    }

    [Fact]
    public void A_text_in_three_quotes_keeps_its_lines() =>
        Assert.Equal("one\n \"two\" \\ three", Parse("a = \"\"\"one\n \"two\" \\ three\"\"\"").GetString("a"));

    [Fact]
    public void An_unquoted_text_may_hold_blanks_between_its_words() =>
        Assert.Equal("to be or not", Parse("a =  to be or not  \n").GetString("a"));

    [Fact]
    public void Array_elements_stand_on_lines_of_their_own() => Assert.Equal(["a", "b"], Parse("l = [\n  a\n  b\n]").GetStringList("l"));

    [Fact]
    public void Substitutions_are_resolved_within_the_text()
    {
        var config = Parse("""
            base { host = example, port = 80 }
            url = ${base.host}
            service = ${base} { port = 81 }
            """);
        Assert.Equal("example", config.GetString("url"));
        Assert.Equal("example", config.GetString("service.host"));
        Assert.Equal(81, config.GetInt("service.port"));
        Assert.Equal(80, config.GetInt("base.port"));
    }

    [Fact]
    public void A_substitution_without_a_value_is_refused() => Assert.Throws<FormatException>(() => Parse("a = ${nowhere.to.be.found}"));

    [Theory]
    [InlineData("a = b = c")]
    [InlineData("a = Server:5432")]
    [InlineData("a = [1, 2")]
    [InlineData("a { b = 1")]
    [InlineData("a")]
    public void A_text_that_is_not_hocon_is_refused(string hocon) => Assert.Throws<ConfigurationException>(() => Parse(hocon));
}
