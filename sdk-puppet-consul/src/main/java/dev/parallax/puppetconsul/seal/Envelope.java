package dev.parallax.puppetconsul.seal;

import java.io.IOException;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Collection;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cms.CMSAlgorithm;
import org.bouncycastle.cms.CMSEnvelopedData;
import org.bouncycastle.cms.CMSEnvelopedDataGenerator;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.KeyTransRecipientId;
import org.bouncycastle.cms.RecipientInformation;
import org.bouncycastle.cms.jcajce.JceCMSContentEncryptorBuilder;
import org.bouncycastle.cms.jcajce.JceKeyTransEnvelopedRecipient;
import org.bouncycastle.cms.jcajce.JceKeyTransRecipientInfoGenerator;

/** PKCS#7 enveloped data for the holders of some keys, written as hiera-eyaml does: {@code ENC[PKCS7,...]}. */
final class Envelope {
    private static final String BEGIN = "ENC[PKCS7,";
    private static final String END = "]";

    private final CMSEnvelopedData data;

    private Envelope(CMSEnvelopedData data) {
        this.data = data;
    }

    /** Text that holds {@code content} for each of the recipients. */
    static String seal(byte[] content, Collection<X509Certificate> recipients) {
        CMSEnvelopedDataGenerator generator = new CMSEnvelopedDataGenerator();
        try {
            for (X509Certificate recipient : recipients) {
                generator.addRecipientInfoGenerator(new JceKeyTransRecipientInfoGenerator(recipient));
            }
            CMSEnvelopedData data = generator.generate(
                    new CMSProcessableByteArray(content),
                    new JceCMSContentEncryptorBuilder(CMSAlgorithm.AES256_CBC).build());
            return BEGIN
                    + Base64.getEncoder().encodeToString(data.toASN1Structure().getEncoded(ASN1Encoding.DL))
                    + END;
        } catch (CMSException | CertificateEncodingException | IOException e) {
            throw new IllegalStateException("a text could not be sealed: " + e.getMessage(), e);
        }
    }

    /** Reads one; a text that is none is an {@link IllegalArgumentException}. */
    static Envelope read(String text) {
        if (!isOne(text)) {
            throw new IllegalArgumentException("it is not sealed");
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(text.substring(BEGIN.length(), text.length() - END.length()));
            return new Envelope(new CMSEnvelopedData(bytes));
        } catch (CMSException | RuntimeException e) {
            throw new IllegalArgumentException("it is damaged", e);
        }
    }

    static boolean isOne(String text) {
        return text.startsWith(BEGIN) && text.endsWith(END);
    }

    boolean isFor(X509Certificate recipient) {
        return information(recipient).isPresent();
    }

    /** What is in it; one that was changed on its way is an {@link IllegalArgumentException}, if it does not give other bytes. */
    byte[] open(X509Certificate recipient, PrivateKey key) {
        RecipientInformation information =
                information(recipient).orElseThrow(() -> new IllegalArgumentException("it is sealed for another key"));
        try {
            return information.getContent(new JceKeyTransEnvelopedRecipient(key));
        } catch (CMSException | RuntimeException e) {
            throw new IllegalArgumentException("it is damaged", e);
        }
    }

    private Optional<RecipientInformation> information(X509Certificate recipient) {
        try {
            JcaX509CertificateHolder holder = new JcaX509CertificateHolder(recipient);
            return Optional.ofNullable(data.getRecipientInfos()
                    .get(new KeyTransRecipientId(holder.getIssuer(), holder.getSerialNumber())));
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("a certificate that cannot be written", e);
        }
    }
}
