using System.Text;
using Akka.Events.Topics;
using Xunit;

namespace Akka.Events.Tests.Topics;

public sealed class KeyTextTests
{
    [Theory]
    [InlineData("")]
    [InlineData("LAX")]
    [InlineData("Zürich")]
    [InlineData("東京 🛫")]
    public void The_text_of_a_UTF8_key_is_its_text(string text)
    {
        Assert.Equal(text, KeyText.ToText(Encoding.UTF8.GetBytes(text)));
        Assert.Equal(Encoding.UTF8.GetBytes(text), KeyText.ToBytes(text));
    }

    [Fact]
    public void A_byte_that_is_no_UTF8_becomes_a_lone_surrogate()
    {
        Assert.Equal("a\uDCFFb", KeyText.ToText([(byte)'a', 0xFF, (byte)'b']));
        // A surrogate in UTF-8's clothes is no UTF-8, and a number of eight bytes needn't be.
        Assert.Equal("\uDCED\uDCB2\uDC80", KeyText.ToText([0xED, 0xB2, 0x80]));
        Assert.Equal("\0\0\0\0\0\0\0\uDC80", KeyText.ToText([0, 0, 0, 0, 0, 0, 0, 0x80]));
    }

    [Fact]
    public void Any_key_comes_back_from_its_text_and_different_keys_have_different_ones()
    {
        var random = new Random(1);
        var seen = new Dictionary<string, string>();
        for (var i = 0; i < 200_000; i++)
        {
            var key = new byte[random.Next(1, 7)];
            random.NextBytes(key);
            // Half of them near valid sequences, where an error would hide.
            if (i % 2 == 0) key[0] = (byte)(0xC0 | (key[0] & 0x3F));
            var text = KeyText.ToText(key);
            Assert.Equal(key, KeyText.ToBytes(text));
            var hex = Convert.ToHexString(key);
            Assert.Equal(hex, seen.TryAdd(text, hex) ? hex : seen[text]);
        }
    }

    [Fact]
    public void A_text_with_a_surrogate_that_stands_for_no_byte_is_no_key()
    {
        Assert.Throws<ArgumentException>(() => KeyText.ToBytes("\uD83D"));
        Assert.Throws<ArgumentException>(() => KeyText.ToBytes("x\uDC7F"));
    }
}
