using System.IO.Compression;
using System.Text;
using Flights.Input;
using Xunit;

namespace Flights.Tests;

public sealed class FlightFileTests : IDisposable
{
    private const string Header = "date,delay,distance,origin,destination\n";

    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Flights_are_read_in_the_order_of_the_file_plain_or_compressed(bool compressed)
    {
        Write(Header + "2001-01-01T00:01,33,2176,LAS,PHL\n2001-01-01T00:02,-1,215,ATL,SAV\n", compressed);

        Assert.Equal(["LAS", "ATL"], Read().Select(flight => flight.Origin));
    }

    [Fact]
    public void Broken_lines_are_counted_and_named_by_their_number_in_the_file()
    {
        Write(Header + "2001-01-01T00:01,33,2176,LAS,PHL\nnonsense\n2001-01-01T00:02,-1,215,ATL,SAV\n2001-01-01T00:02,x,215,ATL,SAV\n");
        var broken = new BrokenLines();

        Assert.Equal(2, Read(broken).Count);
        Assert.Equal(2, broken.Count);
        Assert.Equal(
            "2 broken lines:\n  line 3: it has fewer than 5 fields\n  line 5: delay 'x' is no whole number of minutes", broken.ToString());
    }

    [Fact]
    public void Only_the_first_broken_lines_are_named()
    {
        Write(Header + string.Concat(Enumerable.Repeat("nonsense\n", 1_234)));
        var broken = new BrokenLines();
        Read(broken);

        Assert.StartsWith("1,234 broken lines:\n  line 2: ", broken.ToString());
        Assert.EndsWith("  line 11: it has fewer than 5 fields\n  and 1,224 more", broken.ToString());
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        Assert.StartsWith($"{_path} can't be read: ", Assert.Throws<InputException>(() => Read()).Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("2001-01-01T00:01,33,2176,LAS,PHL\n")]
    public void A_file_without_the_header_is_refused(string content)
    {
        Write(content);

        Assert.Contains("does not begin with the line 'date,delay,", Assert.Throws<InputException>(() => Read()).Message);
    }

    [Fact]
    public void The_repository_s_own_extract_has_no_broken_line()
    {
        var broken = new BrokenLines();
        var recount = Recount.Of(new FlightFile(Data.Flights).Read(broken.Add));

        Assert.Equal(0, broken.Count);
        Assert.Equal(20_000, recount.Flights);
        Assert.Equal(222, recount.Airports.Count);
        var names = AirportNames.Load();
        Assert.All(recount.Airports, airport => Assert.NotEmpty(names.City(airport)));
    }

    public void Dispose() => File.Delete(_path);

    private List<Domain.Flight> Read(BrokenLines? broken = null) => [.. new FlightFile(_path).Read(line => (broken ?? new()).Add(line))];

    private void Write(string content, bool compressed = false)
    {
        using var file = File.Create(_path);
        using Stream stream = compressed ? new GZipStream(file, CompressionLevel.Fastest) : file;
        stream.Write(Encoding.UTF8.GetBytes(content));
    }
}
