using System.Text;
using Akka.Configuration;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Akka.Embedded.Tests.Configuration;

public sealed class HoconPropertyTests
{
    private const string Text = """"
        // A bit of everything.
        akka { loggers = ["Akka.Event.DefaultLogger"], loglevel : INFO, log-dead-letters = 10 }
        base { host = "h", port = 80, nested { list = [1, 2, ${base.port}], t = 5s } }
        service = ${base} { port = 81 }
        service.nested.list += 4
        url = "http://"${service.host}":"${?nobody} tail # comment
        self = [1]
        self = ${self} [2, {a.b.c = null}]
        "quoted.key" = "esc \" \\ \u0041 \n"
        long = """three "quotes"
        and lines"""
        include "no-such-file"
        """";

    private static readonly string[] Pieces =
    [
        "${", "}", "{", "[", "]", "\"", "\"\"\"", "\\", "\n", ",", "=", ":", "+=", ".", "#", "//", "${?x}", "${base}", "${service}",
        "${self}", "include \"", "null", "a", "base", " ", "\\u00", "\0", "\uD800", "[[[[[[[[", "a.a.a.a.a.a.a.a", "service = ",
        "required(", "$", "?",
    ];

    [Fact]
    public void Mutated_text_is_read_or_refused_but_never_breaks_the_parser()
    {
        _ = ConfigurationFactory.ParseString(Text);
        var edits = Gen.Zip(Gen.Choose(0, Text.Length), Gen.Zip(Gen.Choose(0, 20), Gen.Elements(Pieces))).ListOf();
        var texts = edits.Select(list => Mutate(Text, list));
        Prop.ForAll(texts.ToArbitrary(), IsReadOrRefused).Check(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(5_000));
    }

    [Fact]
    public void Any_sequence_of_hocon_pieces_is_read_or_refused()
    {
        var texts = Gen.Elements(Pieces).ListOf().Select(string.Concat);
        Prop.ForAll(texts.ToArbitrary(), IsReadOrRefused).Check(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(5_000));
    }

    [Theory]
    [InlineData("x = ", "[", "")]
    [InlineData("", "a{", "")]
    [InlineData("", "a.", "b = 1")]
    public void Depth_is_refused(string before, string piece, string after) =>
        Assert.Throws<ConfigurationException>(
            () => ConfigurationFactory.ParseString(before + string.Concat(Enumerable.Repeat(piece, 100_000)) + after));

    [Fact]
    public void Growth_is_refused()
    {
        var doubling = new StringBuilder("x0 = [1, 1]\n");
        for (var i = 1; i < 60; i++)
            doubling.Append($"x{i} = ${{x{i - 1}}} ${{x{i - 1}}}\n");
        Assert.Throws<ConfigurationException>(() => ConfigurationFactory.ParseString(doubling.ToString()));
    }

    [Theory]
    [InlineData("a{0} = ${{a{1}}}\n")]
    [InlineData("a{0} = ${{a{1}.x}}\n")]
    [InlineData("a{0} {{ b = ${{a{1}}}, c = ${{a{1}}} }}\n")]
    [InlineData("a{1} {{ b = ${{?a{0}}}, c = ${{?a{0}}} }}\n")]
    [InlineData("a{0} = ${{a{1}.x}} ${{?a{1}.x}} {{ x = ${{a{0}.y}} }}\n")]
    public void A_long_chain_of_substitutions_is_read_or_refused(string link) =>
        Assert.True(IsReadOrRefused(string.Concat(Enumerable.Range(0, 20_000).Select(i => string.Format(link, i, i + 1))) + "a20000 = 1"));

    [Fact]
    public void A_chain_of_a_hundred_substitutions_is_read_and_one_of_ten_thousand_is_refused()
    {
        Assert.Equal(1, ConfigurationFactory.ParseString(Chain(100)).GetInt("a0"));
        Assert.Throws<ConfigurationException>(() => ConfigurationFactory.ParseString(Chain(10_000)));

        static string Chain(int length) => string.Concat(Enumerable.Range(0, length).Select(i => $"a{i} = ${{a{i + 1}}}\n")) + $"a{length} = 1";
    }

    private static bool IsReadOrRefused(string text)
    {
        try
        {
            _ = ConfigurationFactory.ParseString(text).WithFallback(ConfigurationFactory.Default()).GetString("akka.loglevel");
        }
        catch (Exception e) when (e is ConfigurationException or FormatException)
        {
        }

        return true;
    }

    private static string Mutate(string source, IEnumerable<(int At, (int Length, string Insert))> edits)
    {
        var text = new StringBuilder(source);
        foreach (var (at, (length, insert)) in edits)
        {
            var start = Math.Min(at, text.Length);
            text.Remove(start, Math.Min(length, text.Length - start)).Insert(start, insert);
        }

        return text.ToString();
    }
}
