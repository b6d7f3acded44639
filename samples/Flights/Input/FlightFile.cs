using System.IO.Compression;
using Flights.Domain;

namespace Flights.Input;

/// <summary>A file of flights, plain or compressed with gzip (told by its first bytes, not by its name).</summary>
internal sealed class FlightFile(string path)
{
    public string Path => path;

    /// <summary>Every flight in the order of the file. Broken lines are told and passed over.</summary>
    /// <exception cref="InputException">The file can't be read, or isn't a file of flights at all.</exception>
    public IEnumerable<Flight> Read(Action<BrokenLine>? broken = null)
    {
        using var lines = Open();
        var parser = new FlightParser();
        if (Next(lines) is var header && header != FlightParser.Header)
            throw new InputException($"{path} does not begin with the line '{FlightParser.Header}'");
        for (long number = 2; Next(lines) is { } line; number++)
        {
            if (parser.Parse(line, out var reason) is { } flight) yield return flight;
            else broken?.Invoke(new BrokenLine(number, reason!));
        }
    }

    private StreamReader Open()
    {
        try
        {
            var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16);
            var gzip = file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
            file.Position = 0;
            return new StreamReader(gzip ? new GZipStream(file, CompressionMode.Decompress) : file, bufferSize: 1 << 16);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path} can't be read: {e.Message}");
        }
    }

    private string? Next(StreamReader lines)
    {
        try
        {
            return lines.ReadLine();
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw new InputException($"{path} can't be read to its end: {e.Message}");
        }
    }
}
