using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Akka.Events.LocalServers;

/// <summary>
/// A certificate authority of one's own ("ca.pem") and the brokers' certificate signed by it, for localhost and 127.0.0.1.
/// </summary>
internal static class KafkaCertificates
{
    public const string KeyStore = "broker.pem";

    public static async Task WriteAsync(string folder)
    {
        var (from, to) = (DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        using var authorityKey = RSA.Create(2048);
        var authorityRequest = new CertificateRequest(
            "CN=events test CA", authorityKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        authorityRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        using var authority = authorityRequest.CreateSelfSigned(from, to);

        using var brokerKey = RSA.Create(2048);
        var brokerRequest = new CertificateRequest("CN=localhost", brokerKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        brokerRequest.CertificateExtensions.Add(names.Build());
        using var broker = brokerRequest.Create(authority, from, to, [1]); // the only one of this authority

        await File.WriteAllTextAsync(Path.Combine(folder, "ca.pem"), authority.ExportCertificatePem());
        await File.WriteAllTextAsync(
            Path.Combine(folder, KeyStore), $"{brokerKey.ExportPkcs8PrivateKeyPem()}\n{broker.ExportCertificatePem()}\n");
    }
}
